create table public.cache (key text primary key, value jsonb);
insert into public.cache values ('a', '1');
