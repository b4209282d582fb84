create sequence public.s increment by 5 maxvalue 1000 cache 10 cycle;
create sequence public.c;
