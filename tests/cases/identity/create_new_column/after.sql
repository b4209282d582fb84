create table public.t (b text, a bigint generated always as identity primary key);
