create table public.t (during tsrange, constraint free exclude using gist (during with &&));
alter table public.t cluster on free;
