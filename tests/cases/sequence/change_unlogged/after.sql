create unlogged sequence public.s;
create sequence public.u;
