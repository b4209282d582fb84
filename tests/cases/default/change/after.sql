create table public.t (a int default 6, b text default 'y', c timestamptz default clock_timestamp(), d jsonb default '[]', e boolean default false);
