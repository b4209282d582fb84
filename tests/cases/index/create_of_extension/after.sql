create extension pg_trgm;
create table public.t (b text);
create index i on public.t using gin (b public.gin_trgm_ops);
