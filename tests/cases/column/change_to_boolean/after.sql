create table public.t (a boolean, b boolean default false);
