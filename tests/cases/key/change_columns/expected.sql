ALTER TABLE public.t DROP CONSTRAINT t_key;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT u;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_key PRIMARY KEY (a, b);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT u UNIQUE (a);
