create sequence public.s;
create function public.f() returns int language sql as 'select 1';
create table public.t (a int, b text, c boolean, d jsonb, e timestamptz, f int, g uuid, h text[], i numeric, j int, k interval, l bytea);
insert into public.t (a) values (1);
