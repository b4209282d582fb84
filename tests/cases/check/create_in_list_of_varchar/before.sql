create table public.t (a varchar(10));
insert into public.t values ('x');
