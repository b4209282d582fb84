create table public.t (a bigint, b int, c varchar(10), d text, e numeric(8, 2));
insert into public.t values (1, 2, 'abc', 'abc', 1.25);
