create table public.a (id int primary key);
create table public.b (a int references public.a match simple on delete no action not deferrable initially immediate);
