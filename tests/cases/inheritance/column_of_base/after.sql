create table public.base (id bigint, a text not null, fresh int default 4);
create table public.child (b int) inherits (public.base);
