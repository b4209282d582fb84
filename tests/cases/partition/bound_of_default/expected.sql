ALTER TABLE public.p DETACH PARTITION public.p1;
--> statement-breakpoint
CREATE TABLE public.p3 PARTITION OF public.p
FOR VALUES IN (2);
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
