create table public.t (id int, owner text);
alter table public.t enable row level security;
