create sequence public.s as bigint;
create sequence public.d as integer increment by -1;
