ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT pair UNIQUE (a, b);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE (a);
