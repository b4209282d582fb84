create table public.t (a boolean default true);
insert into public.t values (true);
