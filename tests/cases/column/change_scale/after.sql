create table public.t (a numeric(8, 2), b numeric(8, 2), c int, d numeric(5, 1), e int);
