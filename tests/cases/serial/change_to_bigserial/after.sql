create table public.t (id bigserial primary key);
create table public.r (t bigint references public.t);
