create sequence public.s as integer;
create sequence public.d as bigint increment by -1;
select nextval('public.s');
