ALTER TABLE public.r DROP CONSTRAINT r_id_fkey;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT old_key;
--> statement-breakpoint
ALTER TABLE public.t DROP CONSTRAINT old_unique;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT new_key PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT new_unique UNIQUE (a);
--> statement-breakpoint
ALTER TABLE public.r ADD CONSTRAINT r_id_fkey FOREIGN KEY (id) REFERENCES public.t(id);
