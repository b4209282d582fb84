create extension btree_gist;
create table public.t (room int, during tsrange, exclude using gist (room with =, during with &&));
