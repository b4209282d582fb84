CREATE TABLE public.a (
    id integer NOT NULL,
    CONSTRAINT a_pkey PRIMARY KEY (id)
)
PARTITION BY RANGE (id);
--> statement-breakpoint
CREATE TABLE public.a1 PARTITION OF public.a
FOR VALUES FROM (0) TO (100);
--> statement-breakpoint
CREATE TABLE public.b (
    id integer NOT NULL,
    a integer,
    CONSTRAINT b_pkey PRIMARY KEY (id),
    CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id)
)
PARTITION BY RANGE (id);
--> statement-breakpoint
CREATE TABLE public.b1 PARTITION OF public.b
FOR VALUES FROM (0) TO (100);
