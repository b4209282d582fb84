create table public.t (id int, a text);
create view public.v as select id, a from public.t;
insert into public.t values (1, 'y');
