create table public.t (a text, b text, c text);
alter table public.t alter a set statistics 0;
alter table public.t alter c set statistics 200;
