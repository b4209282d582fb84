create table public.t (a bigint, b text);
create index i on public.t (a) where a > 0;
create unique index j on public.t (lower(b));
