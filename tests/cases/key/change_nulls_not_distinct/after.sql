create table public.t (a int unique nulls not distinct);
