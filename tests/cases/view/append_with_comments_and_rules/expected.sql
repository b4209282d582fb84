CREATE OR REPLACE VIEW public.v AS
 SELECT a,
    b
   FROM public.t;
--> statement-breakpoint
ALTER VIEW public.v ALTER COLUMN a SET DEFAULT 4;
--> statement-breakpoint
COMMENT ON COLUMN public.v.a IS 'z';
