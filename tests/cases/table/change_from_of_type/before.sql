create type public.pair as (a int, b text);
create table public.pairs of public.pair;
insert into public.pairs values (1, 'x');
