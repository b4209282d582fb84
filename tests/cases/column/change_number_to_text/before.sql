create table public.t (a int, b numeric, c boolean, d uuid, e date, f jsonb, g int);
insert into public.t values (1, 2.5, true, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '2026-01-01', '{"a": 1}', 5);
