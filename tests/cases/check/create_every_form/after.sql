create table public.t (a int, constraint c1 check (a > 0) no inherit, constraint c2 check (a > 1) not enforced);
alter table public.t add constraint c3 check (a > 2) not valid;
alter table public.t add constraint c4 check (a > 3) no inherit not valid;
