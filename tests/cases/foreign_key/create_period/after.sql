create extension btree_gist;
create table public.room (id int, during tstzrange, primary key (id, during without overlaps));
create table public.booking (room int, during tstzrange,
    foreign key (room, period during) references public.room (id, period during));
