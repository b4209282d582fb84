ALTER TABLE public.t ADD CONSTRAINT must NOT NULL a;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT "b must" NOT NULL b;
