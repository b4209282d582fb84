create table public.t (during tsrange, constraint free exclude using gist (during with &&) where (not isempty(during)));
