create table public.t (a int constraint must not null, b int not null, c int constraint c_must not null);
insert into public.t values (1, 2, 3);
