create table public.t (a int not null, b int not null);
