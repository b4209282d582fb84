create table public.h (id int, a text) partition by hash (id);
create table public.h0 partition of public.h for values with (modulus 2, remainder 0);
create table public.h1 partition of public.h for values with (modulus 2, remainder 1);
