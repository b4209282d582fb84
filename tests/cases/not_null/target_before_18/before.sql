create table public.a (b_c int, d int not null);
insert into public.a values (1, 2);
