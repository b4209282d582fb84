create table public.t (a varchar(10), constraint c check (a::text = any (array['x'::varchar, 'y'::varchar]::text[])));
create index i on public.t (a) where a in ('x', 'y');
