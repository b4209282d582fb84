create table public.t (a int unique, b int unique deferrable initially deferred);
insert into public.t values (1, 2);
