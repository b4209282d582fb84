ALTER TABLE public.t DETACH PARTITION public.t0;
--> statement-breakpoint
ALTER TABLE public.t DETACH PARTITION public.t1;
--> statement-breakpoint
DROP INDEX public.i;
--> statement-breakpoint
DROP INDEX public.t0_v_k_idx;
--> statement-breakpoint
DROP INDEX public.t1_v_k_idx;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN v TYPE character varying(9);
--> statement-breakpoint
ALTER TABLE ONLY public.t0 ALTER COLUMN v TYPE character varying(9);
--> statement-breakpoint
ALTER TABLE public.t1 ALTER COLUMN v TYPE character varying(9);
--> statement-breakpoint
ALTER TABLE public.t ATTACH PARTITION public.t0 FOR VALUES WITH (modulus 4, remainder 0);
--> statement-breakpoint
ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES WITH (modulus 4, remainder 1);
