create table public.t (a int, b text);
create index t_a_idx on public.t (a);
create index t_b on public.t (lower(b)) where a is not null and b <> 'x';
