DROP TABLE public.old;
--> statement-breakpoint
CREATE TABLE public.new (
    id integer NOT NULL,
    CONSTRAINT new_pkey PRIMARY KEY (id)
);
