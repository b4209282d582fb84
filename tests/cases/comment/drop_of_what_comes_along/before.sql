create table public.t (id int primary key);
create view public.v as select id from public.t;
comment on index public.t_pkey is 'the key''s index';
comment on column public.v.id is 'which';
comment on type public.t is 'a row';
