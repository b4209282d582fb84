CREATE TABLE public.a (
    id serial CONSTRAINT a_id_not_null NOT NULL,
    n integer
);
--> statement-breakpoint
ALTER TABLE public.a ALTER CONSTRAINT a_id_not_null NO INHERIT;
--> statement-breakpoint
CREATE TABLE public.b (
    id integer CONSTRAINT b_id_not_null NOT NULL,
    n integer CONSTRAINT chosen NOT NULL NO INHERIT,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
ALTER TABLE public.b ALTER CONSTRAINT b_id_not_null NO INHERIT;
--> statement-breakpoint
CREATE TABLE public.c (
    id integer CONSTRAINT c_id_not_null NOT NULL GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
ALTER TABLE public.c ALTER CONSTRAINT c_id_not_null NO INHERIT;
