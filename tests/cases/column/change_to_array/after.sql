create table public.t (a text[], b bigint[]);
