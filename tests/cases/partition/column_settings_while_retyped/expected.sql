ALTER TABLE public.p ALTER COLUMN s TYPE character varying(10);
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET STORAGE MAIN;
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET STATISTICS 20;
--> statement-breakpoint
ALTER TABLE ONLY public.p1 ALTER COLUMN s SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE ONLY public.p1 ALTER COLUMN s SET STATISTICS 40;
--> statement-breakpoint
ALTER TABLE ONLY public.p2 ALTER COLUMN s SET STATISTICS 20;
