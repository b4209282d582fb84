ALTER TABLE ONLY public.a REPLICA IDENTITY DEFAULT;
--> statement-breakpoint
DROP INDEX public.a_id;
