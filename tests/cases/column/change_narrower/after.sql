create table public.t (a int, b smallint, c varchar(5), d varchar(5), e numeric(5, 2));
