create table public.t (a text storage external, b int);
insert into public.t values ('{"a": 1}', 1);
