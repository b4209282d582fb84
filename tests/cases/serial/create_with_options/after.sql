create table public.t (id serial);
alter sequence public.t_id_seq start with 100 restart;
create table public.u (id int default 5 not null);
create sequence public.u_id_seq as int owned by public.u.id;
