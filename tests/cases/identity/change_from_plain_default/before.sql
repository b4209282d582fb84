create table public.t (a int not null default 5);
insert into public.t values (1);
