ALTER PUBLICATION pub DROP TABLE ONLY public.a;
--> statement-breakpoint
ALTER TABLE public.a ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER PUBLICATION pub ADD TABLE ONLY public.a WHERE ((id > 0));
