create table public.t (b text);
