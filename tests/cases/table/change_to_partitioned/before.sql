create table public.log (at date not null, a text);
insert into public.log values ('2026-01-01', 'x');
