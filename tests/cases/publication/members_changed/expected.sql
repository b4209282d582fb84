ALTER PUBLICATION pub DROP TABLE ONLY public.a;
--> statement-breakpoint
ALTER PUBLICATION pub ADD TABLES IN SCHEMA app;
--> statement-breakpoint
ALTER PUBLICATION pub ADD TABLE ONLY public.b;
