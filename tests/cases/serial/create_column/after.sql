create table public.t (a int, id serial, b bigserial unique);
