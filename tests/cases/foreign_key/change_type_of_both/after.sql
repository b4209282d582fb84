create table public.a (id bigint primary key);
create table public.b (a bigint references public.a);
