create sequence public.s;
create table public.t (a int default nextval('public.s'));
insert into public.t default values;
