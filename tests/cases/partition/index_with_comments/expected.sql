CREATE TABLE public.p2 PARTITION OF public.p
FOR VALUES FROM (10) TO (20);
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT k UNIQUE (id);
--> statement-breakpoint
CREATE INDEX i ON public.p USING btree (lower((a)::text), a) INCLUDE (id) WITH (fillfactor='70') WHERE (a > 0);
--> statement-breakpoint
COMMENT ON CONSTRAINT p1_id_key ON public.p1 IS 'z';
--> statement-breakpoint
COMMENT ON CONSTRAINT p2_id_key ON public.p2 IS 'zz';
--> statement-breakpoint
COMMENT ON INDEX public.p1_lower_a_id_idx IS 'x';
--> statement-breakpoint
COMMENT ON INDEX public.p2_lower_a_id_idx IS 'y';
