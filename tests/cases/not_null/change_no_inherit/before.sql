create table public.t (a int not null, b int not null no inherit);
insert into public.t values (1, 2);
