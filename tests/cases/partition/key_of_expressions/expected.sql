CREATE TABLE public.p (
    id integer,
    a text COLLATE pg_catalog."C",
    b integer
)
PARTITION BY RANGE (lower(a) COLLATE "POSIX" text_pattern_ops, ((b + 1)));
--> statement-breakpoint
CREATE TABLE public.p1 PARTITION OF public.p
FOR VALUES FROM ('a', MINVALUE) TO ('b', 7);
--> statement-breakpoint
CREATE TABLE public.p2 PARTITION OF public.p
DEFAULT
PARTITION BY HASH (id, b);
--> statement-breakpoint
CREATE TABLE public.p20 PARTITION OF public.p2
FOR VALUES WITH (modulus 2, remainder 0);
