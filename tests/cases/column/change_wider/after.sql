create table public.t (a int, b bigint, c varchar(10), d varchar(3), e double precision, f numeric(8, 2), g timestamp(3), h text, i numeric, j varbit);
