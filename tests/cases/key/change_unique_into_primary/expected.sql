ALTER TABLE public.t DROP CONSTRAINT t_id_key;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
