create sequence public.s minvalue 10;
