CREATE TABLE public.t (
    id integer NOT NULL,
    CONSTRAINT again PRIMARY KEY (id)
);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT once_more UNIQUE (id);
