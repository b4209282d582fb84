create table public.t (id int not null unique);
insert into public.t values (1);
