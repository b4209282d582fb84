DROP INDEX public.t_c_idx;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN c;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN d;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN c bigint GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN d bigint GENERATED ALWAYS AS ((a * 2)) VIRTUAL;
--> statement-breakpoint
CREATE INDEX t_c_idx ON public.t USING btree (c);
