create table public.t (a int unique deferrable, b int unique);
