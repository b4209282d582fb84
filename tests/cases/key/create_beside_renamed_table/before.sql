create table public.old (id int primary key);
insert into public.old values (1);
