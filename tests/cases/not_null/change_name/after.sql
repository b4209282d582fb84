create table public.t (a int constraint shall not null, b int constraint b_must not null, c int not null);
