create table public.t (a int);
alter table public.t add constraint c check (a > 0) not valid;
