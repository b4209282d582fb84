create table public.t (a text, b varchar(10));
