create table public.t (a text, c int, d text, b int);
create index on public.t (c);
