create table public.t (a int generated always as identity);
alter sequence public.t_a_seq set unlogged;
create unlogged table public.u (a int generated always as identity);
