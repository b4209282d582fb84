create table public.t (a int not null, b text not null default 'x');
