create sequence public.s;
create unlogged sequence public.u;
select nextval('public.s'), nextval('public.u');
