ALTER PUBLICATION p DROP TABLE ONLY public.u;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN a TYPE bigint;
--> statement-breakpoint
ALTER PUBLICATION q SET (publish_generated_columns = stored);
--> statement-breakpoint
ALTER PUBLICATION p ADD TABLE ONLY public.u (a, b) WHERE (((b > 1) AND (a > 1)));
