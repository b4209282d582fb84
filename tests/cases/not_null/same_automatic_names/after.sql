create table public.a_b (c int not null);
create table public.a (b_c int not null);
