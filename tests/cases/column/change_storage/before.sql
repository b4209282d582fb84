create table public.t (a text, b text storage external, c text storage external);
insert into public.t values ('x', 'y', 'z');
