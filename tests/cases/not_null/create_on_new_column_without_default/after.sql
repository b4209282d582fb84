create domain public.d as int default 3;
create table public.t (a int, b int not null, c int not null default 1, d public.d not null);
