create table public.a (id int primary key);
create table public.b (a int, constraint b_a_fkey foreign key (a) references public.a (id));
