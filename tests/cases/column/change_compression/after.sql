create table public.t (a text compression pglz, b text);
