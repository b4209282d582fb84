create table public.t (a int);
create sequence public.s;
