create table public.t (a text collate "C", b text, c varchar(20) collate "POSIX");
create index on public.t (a);
