CREATE TABLE public.b (
    id integer NOT NULL,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
ALTER PUBLICATION pub SET (publish_via_partition_root = true);
--> statement-breakpoint
ALTER PUBLICATION pub ADD TABLE ONLY public.b;
