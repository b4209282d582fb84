DROP VIEW public.v;
--> statement-breakpoint
DROP FUNCTION public.f();
--> statement-breakpoint
DROP TABLE public.item;
--> statement-breakpoint
CREATE SCHEMA app;
--> statement-breakpoint
CREATE TABLE app.item (
    id integer NOT NULL,
    CONSTRAINT item_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE FUNCTION app.f()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT 1;
END;
--> statement-breakpoint
CREATE VIEW app.v AS
 SELECT id
   FROM app.item;
