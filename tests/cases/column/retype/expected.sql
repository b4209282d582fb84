DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE character varying(20);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
