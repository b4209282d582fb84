create table public.t (a text default null, b varchar(10) default null);
