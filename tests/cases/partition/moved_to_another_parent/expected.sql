ALTER TABLE public.p DETACH PARTITION public.p1;
--> statement-breakpoint
ALTER TABLE public.q ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (10);
