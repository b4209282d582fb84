create table public.a (b_c int not null, d int);
create table public.a_b (c int not null);
