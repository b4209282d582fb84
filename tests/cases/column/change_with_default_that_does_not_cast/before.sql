create table public.t (a text default 'none');
insert into public.t values ('5');
