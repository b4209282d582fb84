create unlogged table public.a (id int primary key, b int);
create unlogged table public.b (id int primary key, a int references public.a);
alter table public.a add foreign key (b) references public.b;
