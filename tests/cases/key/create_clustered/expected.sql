CREATE TABLE public.t (
    id integer NOT NULL,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
ALTER TABLE public.t CLUSTER ON t_pkey;
