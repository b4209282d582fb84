create table public.t (a int);
create sequence public.s owned by public.t.a;
