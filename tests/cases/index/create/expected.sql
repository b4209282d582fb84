CREATE INDEX i01 ON public.t USING btree (a);
--> statement-breakpoint
CREATE UNIQUE INDEX i02 ON public.t USING btree (a, b);
--> statement-breakpoint
CREATE INDEX i03 ON public.t USING btree (a) WHERE (b <> 'x'::text);
--> statement-breakpoint
CREATE INDEX i04 ON public.t USING btree (lower(b), ((a + 1)));
--> statement-breakpoint
CREATE INDEX i05 ON public.t USING gin (c);
--> statement-breakpoint
CREATE INDEX i06 ON public.t USING gist (d);
--> statement-breakpoint
CREATE INDEX i07 ON public.t USING brin (a) WITH (pages_per_range='16');
--> statement-breakpoint
CREATE INDEX i08 ON public.t USING hash (b);
--> statement-breakpoint
CREATE INDEX i09 ON public.t USING spgist (f);
--> statement-breakpoint
CREATE INDEX i10 ON public.t USING btree (b text_pattern_ops);
--> statement-breakpoint
CREATE INDEX i11 ON public.t USING btree (b COLLATE "C");
--> statement-breakpoint
CREATE INDEX i12 ON public.t USING btree (a DESC NULLS LAST, b NULLS FIRST);
--> statement-breakpoint
CREATE UNIQUE INDEX i13 ON public.t USING btree (a) INCLUDE (b);
--> statement-breakpoint
CREATE UNIQUE INDEX i14 ON public.t USING btree (a) NULLS NOT DISTINCT WHERE (a > 0);
--> statement-breakpoint
CREATE INDEX i15 ON public.t USING btree (a) WITH (fillfactor='70', deduplicate_items=off);
--> statement-breakpoint
CREATE INDEX i16 ON public.t USING gin (e jsonb_path_ops);
