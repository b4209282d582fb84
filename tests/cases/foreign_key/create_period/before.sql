create extension btree_gist;
create table public.room (id int, during tstzrange, primary key (id, during without overlaps));
create table public.booking (room int, during tstzrange);
insert into public.room values (1, '[2026-01-01, 2026-02-01)');
insert into public.booking values (1, '[2026-01-03, 2026-01-04)');
