create unlogged table public.t (id serial primary key);
