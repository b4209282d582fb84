ALTER TABLE ONLY public.p ALTER COLUMN s SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET COMPRESSION default;
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET STATISTICS 20;
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET (n_distinct=2);
--> statement-breakpoint
ALTER TABLE ONLY public.p1 ALTER COLUMN s SET STORAGE MAIN;
--> statement-breakpoint
ALTER TABLE ONLY public.p1 ALTER COLUMN s SET STATISTICS 40;
--> statement-breakpoint
ALTER TABLE ONLY public.p2 ALTER COLUMN s SET COMPRESSION default;
--> statement-breakpoint
ALTER TABLE ONLY public.p2 ALTER COLUMN s SET (n_distinct=2);
--> statement-breakpoint
ALTER TABLE ONLY public.p2a ALTER COLUMN s SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE ONLY public.p2a ALTER COLUMN s SET COMPRESSION pglz;
--> statement-breakpoint
ALTER TABLE ONLY public.p2a ALTER COLUMN s SET STATISTICS 20;
--> statement-breakpoint
ALTER TABLE ONLY public.p2a ALTER COLUMN s SET (n_distinct=3);
