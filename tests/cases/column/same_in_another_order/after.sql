create table public.t (b text, a int);
