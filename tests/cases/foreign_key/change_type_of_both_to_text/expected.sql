ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
--> statement-breakpoint
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
--> statement-breakpoint
ALTER TABLE public.a ALTER COLUMN id TYPE text;
--> statement-breakpoint
ALTER TABLE public.b ALTER COLUMN a TYPE text;
--> statement-breakpoint
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id);
