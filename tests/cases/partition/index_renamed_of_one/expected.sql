DROP INDEX public.pu;
--> statement-breakpoint
CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    at,
    u
   FROM public.p1;
--> statement-breakpoint
CREATE UNIQUE INDEX pu ON ONLY public.p USING btree (u, at);
--> statement-breakpoint
CREATE UNIQUE INDEX p2_u_at_idx ON public.p2 USING btree (u, at);
--> statement-breakpoint
CREATE UNIQUE INDEX "été" ON public.p1 USING btree (u, at);
--> statement-breakpoint
ALTER INDEX public.pu ATTACH PARTITION public.p2_u_at_idx;
--> statement-breakpoint
ALTER INDEX public.pu ATTACH PARTITION public."été";
