create table public.t (a text, b text collate "C", c varchar(10) collate "C");
create index on public.t (a);
insert into public.t values ('x', 'y', 'z');
