create table public.t (a int, c int generated always as (a*2) stored, d text generated always as (a::text || 'x') stored);
