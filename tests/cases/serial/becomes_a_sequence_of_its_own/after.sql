create sequence public.counter;
create table public.t (id int default nextval('public.counter') primary key, x int);
