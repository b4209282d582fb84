CREATE TABLE public.h (
    id integer,
    a text
)
PARTITION BY HASH (id);
--> statement-breakpoint
CREATE TABLE public.h0 (
    id integer,
    a text
);
--> statement-breakpoint
CREATE TABLE public.h1 (
    id integer,
    a text
);
--> statement-breakpoint
ALTER TABLE public.h ATTACH PARTITION public.h0 FOR VALUES WITH (modulus 2, remainder 0);
--> statement-breakpoint
ALTER TABLE public.h ATTACH PARTITION public.h1 FOR VALUES WITH (modulus 2, remainder 1);
