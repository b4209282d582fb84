create table public.a (id int primary key);
create table public.b (a int);
alter table public.b add constraint f foreign key (a) references public.a not valid;
insert into public.a values (1);
insert into public.b values (1);
