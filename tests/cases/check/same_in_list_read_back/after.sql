create table public.t (a varchar(10), constraint c check (a in ('x', 'y')));
