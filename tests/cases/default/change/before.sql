create table public.t (a int default 5, b text default 'x', c timestamptz default now(), d jsonb default '{}', e boolean default true);
insert into public.t default values;
