create table public.u (id int);
create view public.t as select id from public.u;
