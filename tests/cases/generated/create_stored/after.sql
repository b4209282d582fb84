create table public.t (a int, b text, c int generated always as (a * 2) stored, d text generated always as (upper(b)) stored not null);
