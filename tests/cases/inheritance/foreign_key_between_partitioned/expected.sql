CREATE TABLE public.a (
    id integer NOT NULL,
    CONSTRAINT a_pkey PRIMARY KEY (id)
)
PARTITION BY RANGE (id);
--> statement-breakpoint
CREATE TABLE public.a1 (
    id integer NOT NULL,
    CONSTRAINT a1_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE TABLE public.b (
    id integer NOT NULL,
    a integer,
    CONSTRAINT b_pkey PRIMARY KEY (id),
    CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id)
)
PARTITION BY RANGE (id);
--> statement-breakpoint
CREATE TABLE public.b1 (
    id integer NOT NULL,
    a integer,
    CONSTRAINT b1_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
ALTER TABLE public.a ATTACH PARTITION public.a1 FOR VALUES FROM (0) TO (100);
--> statement-breakpoint
ALTER INDEX public.a_pkey ATTACH PARTITION public.a1_pkey;
--> statement-breakpoint
ALTER TABLE public.b ATTACH PARTITION public.b1 FOR VALUES FROM (0) TO (100);
--> statement-breakpoint
ALTER INDEX public.b_pkey ATTACH PARTITION public.b1_pkey;
