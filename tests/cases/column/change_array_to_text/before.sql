create table public.t (a text[]);
insert into public.t values ('{x,y}');
