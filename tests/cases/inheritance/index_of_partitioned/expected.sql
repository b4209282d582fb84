CREATE INDEX log_a ON ONLY public.log USING btree (a);
--> statement-breakpoint
CREATE INDEX log_2025_a_idx ON public.log_2025 USING btree (a);
--> statement-breakpoint
ALTER INDEX public.log_a ATTACH PARTITION public.log_2025_a_idx;
