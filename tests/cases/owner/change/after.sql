create table public.t (id int);
alter table public.t owner to joey_case_other;
