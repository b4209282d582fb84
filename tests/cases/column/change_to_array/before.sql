create table public.t (a text, b int[]);
insert into public.t values ('{x,y}', '{1,2}');
