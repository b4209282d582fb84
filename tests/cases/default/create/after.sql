create sequence public.s;
create function public.f() returns int language sql as 'select 1';
create table public.t (a int default 5, b text default 'it''s \ here', c boolean default false, d jsonb default '{"a": [1, null]}',
    e timestamptz default current_timestamp, f int default public.f(), g uuid default gen_random_uuid(),
    h text[] default array['a', 'b'], i numeric default -1.5, j int default nextval('public.s'), k interval default '1 day', l bytea default '\x00');
