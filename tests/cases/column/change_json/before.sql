create table public.t (a json, b jsonb);
insert into public.t values ('{"a": 1, "a": 2}', '{"a": 1}');
