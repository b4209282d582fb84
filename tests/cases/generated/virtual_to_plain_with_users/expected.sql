DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_c_check;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN c;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 5;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_c_check CHECK ((c > 0));
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT c
   FROM public.t;
--> statement-breakpoint
CREATE INDEX t_c_idx ON public.t USING btree (c);
--> statement-breakpoint
COMMENT ON COLUMN public.t.c IS 'twice';
