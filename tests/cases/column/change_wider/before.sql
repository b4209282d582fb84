create table public.t (a smallint, b int, c varchar(5), d char(3), e real, f numeric(5, 2), g timestamp(0), h varchar(5), i int, j bit(3));
insert into public.t values (1, 2, 'abc', 'abc', 1.5, 1.25, '2026-01-01 10:00:00', 'x', 7, B'101');
