create table public.t (id serial primary key, x int);
insert into public.t (x) values (1), (2), (3);
comment on sequence public.t_id_seq is 'counts';
grant usage on sequence public.t_id_seq to public;
