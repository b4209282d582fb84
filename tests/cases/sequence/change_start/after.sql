create sequence public.s start with 500;
