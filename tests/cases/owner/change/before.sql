create table public.t (id int);
alter table public.t owner to joey_case_owner;
insert into public.t values (1);
