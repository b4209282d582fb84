create extension btree_gist;
create table public.t (room int, during tstzrange, primary key (room, during without overlaps));
