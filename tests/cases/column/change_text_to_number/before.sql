create table public.t (a text, b text, c varchar(10), d text, e text, f text);
insert into public.t values ('1', '2.5', '3', 't', '{"a": 1}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
