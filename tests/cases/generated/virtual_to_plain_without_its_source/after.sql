create table public.t (c bigint, b int);
