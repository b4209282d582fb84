create function public.ok(a int) returns boolean immutable language sql as 'select a > 0';
create table public.t (a int, constraint c1 check (a > 0) no inherit, constraint c2 check (a > 1) not enforced, constraint c5 check (public.ok(a)));
alter table public.t add constraint c3 check (a > 2) not valid;
