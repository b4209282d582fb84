create table public.t (a int not null, b bigint not null, c text not null, d int);
insert into public.t values (1, -2, '7', 3), (40, -20, '8', 4);
