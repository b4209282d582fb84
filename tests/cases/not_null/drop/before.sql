create table public.t (a int not null, b text not null);
insert into public.t values (1, 'y');
