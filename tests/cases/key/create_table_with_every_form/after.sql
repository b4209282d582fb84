create extension btree_gist;
create table public.t (room int, during tstzrange, a int unique nulls not distinct, b int unique deferrable initially deferred,
    constraint only_once unique (room, during without overlaps), constraint t_key primary key (a, b) include (room));
