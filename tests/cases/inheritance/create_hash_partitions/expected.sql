CREATE TABLE public.h (
    id integer,
    a text
)
PARTITION BY HASH (id);
--> statement-breakpoint
CREATE TABLE public.h0 PARTITION OF public.h
FOR VALUES WITH (modulus 2, remainder 0);
--> statement-breakpoint
CREATE TABLE public.h1 PARTITION OF public.h
FOR VALUES WITH (modulus 2, remainder 1);
