create table public.t (during tsrange, area box, constraint free exclude using gist (during with &&),
    constraint apart exclude using gist (area with &&) where (area is not null) deferrable initially deferred);
