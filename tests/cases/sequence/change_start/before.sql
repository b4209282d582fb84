create sequence public.s;
select nextval('public.s');
