create table public.t (a int check (a > 0), b text, constraint sane check (a > 0 and b <> ''));
