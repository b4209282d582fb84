create table public.t (a jsonb, b json);
