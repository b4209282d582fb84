create table public.t (id int, owner text);
alter table public.t enable row level security;
alter table public.t force row level security;
insert into public.t values (1, 'x');
