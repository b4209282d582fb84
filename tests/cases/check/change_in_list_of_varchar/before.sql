create table public.t (a varchar(10), constraint c check (a in ('x', 'y')));
insert into public.t values ('x');
