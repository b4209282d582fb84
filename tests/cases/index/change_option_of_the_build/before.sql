create table public.t (a int);
create index i on public.t using brin (a) with (pages_per_range = 16);
