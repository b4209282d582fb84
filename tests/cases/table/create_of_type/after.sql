create type public.pair as (a int, b text);
create table public.pairs of public.pair (a primary key, b with options default 'x' not null);
