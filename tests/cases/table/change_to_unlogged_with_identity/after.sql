create unlogged table public.t (id int generated always as identity);
