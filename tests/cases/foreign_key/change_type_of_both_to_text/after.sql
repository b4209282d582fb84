create table public.a (id text primary key);
create table public.b (a text references public.a);
