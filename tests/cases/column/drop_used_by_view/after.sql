create table public.t (id int);
create view public.v as select id from public.t;
