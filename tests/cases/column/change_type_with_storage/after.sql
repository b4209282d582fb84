create table public.t (a jsonb storage external, b text storage main);
