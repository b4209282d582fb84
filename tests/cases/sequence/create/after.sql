create sequence public.plain;
create sequence public.small as smallint;
create sequence public.every as integer start with 10 increment by 5 minvalue 5 maxvalue 1000 cache 3 cycle;
create sequence public.down increment by -1;
create unlogged sequence public.quick;
