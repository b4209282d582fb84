create table public.t (a text, b text, c text);
alter table public.t alter b set statistics 500;
alter table public.t alter c set statistics 100;
insert into public.t values ('x', 'y', 'z');
