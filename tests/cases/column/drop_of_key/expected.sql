ALTER TABLE public.t DROP CONSTRAINT t_check;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT t_a_b_key;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN a;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
