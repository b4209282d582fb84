ALTER TABLE public.t ADD COLUMN id serial;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN b bigserial;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_b_key UNIQUE (b);
