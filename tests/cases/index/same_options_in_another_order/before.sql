create table public.t (a int);
create index i on public.t (a) with (fillfactor = 70, deduplicate_items = off);
