create sequence public.s;
create sequence public.c cycle cache 5 maxvalue 100;
select nextval('public.s'), nextval('public.c');
