create table public.t (id serial primary key, a bigserial, b smallserial);
