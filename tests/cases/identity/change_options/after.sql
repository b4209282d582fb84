create table public.t (a int generated always as identity (increment 5 maxvalue 1000 cache 10 cycle), b int generated always as identity);
