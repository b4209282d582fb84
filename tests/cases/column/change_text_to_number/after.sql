create table public.t (a int, b numeric, c bigint, d boolean, e jsonb, f uuid);
