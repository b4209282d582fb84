create sequence public.s;
create sequence public.t increment by -1;
create sequence public.u as integer;
