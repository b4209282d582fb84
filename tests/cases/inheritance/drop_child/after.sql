create table public.base (id int, a text);
