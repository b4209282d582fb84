create table public.t (a int, c bigint generated always as (a * 2) stored);
