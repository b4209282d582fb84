create sequence public.s increment by -1;
create sequence public.t minvalue 5 cycle;
create sequence public.u increment by -1;
