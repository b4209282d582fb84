create unlogged table public.b (id int primary key, self int references public.b);
create unlogged table public.a (id int primary key, b int references public.b);
create unlogged table public.c (a int references public.a, b int references public.b);
