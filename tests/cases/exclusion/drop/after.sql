create table public.t (during tsrange);
