create table public.t (b text);
insert into public.t values ('x');
