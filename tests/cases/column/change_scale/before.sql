create table public.t (a numeric(8, 4), b numeric, c double precision, d real, e numeric(8, 2));
insert into public.t values (1, 2, 3, 4, 5);
