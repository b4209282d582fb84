create table public.t (a int unique);
insert into public.t values (1);
