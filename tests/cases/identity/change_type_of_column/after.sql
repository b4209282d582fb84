create table public.t (a bigint generated always as identity primary key);
