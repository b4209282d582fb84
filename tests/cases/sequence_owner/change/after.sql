create table public.t (a int, b int);
create table public.u (c int);
create sequence public.s owned by public.t.b;
create sequence public.r owned by public.u.c;
