ALTER TABLE public.p DETACH PARTITION public.p1;
--> statement-breakpoint
ALTER TABLE public.p DETACH PARTITION public.p2;
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (15);
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES FROM (15) TO (20);
