create sequence public.s;
select setval('public.s', 57);
