create table public.t (a int, b int);
create table public.u (c int);
create sequence public.s owned by public.t.a;
create sequence public.r owned by public.t.a;
