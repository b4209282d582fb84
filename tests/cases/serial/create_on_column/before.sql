create table public.t (id int not null primary key);
insert into public.t values (1);
