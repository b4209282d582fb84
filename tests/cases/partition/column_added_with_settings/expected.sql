ALTER TABLE public.p ADD COLUMN s text STORAGE EXTERNAL COMPRESSION pglz;
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET STATISTICS 100;
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET (n_distinct_inherited=5);
--> statement-breakpoint
ALTER TABLE ONLY public.p1 ALTER COLUMN s SET STATISTICS 50;
--> statement-breakpoint
ALTER TABLE ONLY public.p1 ALTER COLUMN s SET (n_distinct=7);
--> statement-breakpoint
ALTER TABLE ONLY public.p2 ALTER COLUMN s SET STORAGE MAIN;
--> statement-breakpoint
ALTER TABLE ONLY public.p2 ALTER COLUMN s SET COMPRESSION default;
--> statement-breakpoint
ALTER TABLE ONLY public.p2 ALTER COLUMN s SET STATISTICS 100;
