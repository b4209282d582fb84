create table public.t (a int);
create unique index t_a_key on public.t (a);
