create table public.t (a varchar(10));
alter table public.t add constraint c check (((a)::text = any (array[('x'::character varying)::text, ('y'::character varying)::text])));
insert into public.t values ('x');
