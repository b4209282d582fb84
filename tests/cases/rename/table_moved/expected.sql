CREATE SCHEMA archive;
--> statement-breakpoint
ALTER TABLE public.log SET SCHEMA archive;
