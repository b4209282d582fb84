ALTER TYPE public.st ADD VALUE 'busy' AFTER 'new';

-- another file, since what stands above must be committed first
ALTER TABLE public.j DETACH PARTITION public.j_new;
--> statement-breakpoint
ALTER TABLE public.j ATTACH PARTITION public.j_new FOR VALUES IN ('new', 'busy');
