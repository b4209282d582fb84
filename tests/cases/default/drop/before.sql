create table public.t (a int default 5, b text not null default 'x');
insert into public.t default values;
