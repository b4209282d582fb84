create table public.t (a int check (a > 0), b text check (b like 'x%'), c int check (c between 1 and 5), d int check (d in (1, 2)));
