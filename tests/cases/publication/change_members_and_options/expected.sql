ALTER PUBLICATION p DROP TABLE ONLY public.u;
--> statement-breakpoint
ALTER PUBLICATION p SET (publish = 'insert, delete', publish_via_partition_root = true);
--> statement-breakpoint
ALTER PUBLICATION p ADD TABLE ONLY public.u WHERE ((a > 2));
--> statement-breakpoint
ALTER PUBLICATION p ADD TABLES IN SCHEMA s;
