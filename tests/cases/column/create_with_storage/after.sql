create table public.t (a text storage external, b text compression pglz, c jsonb storage main compression pglz, d text);
