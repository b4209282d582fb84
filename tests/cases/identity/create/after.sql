create table public.t (a int not null generated always as identity, b text);
