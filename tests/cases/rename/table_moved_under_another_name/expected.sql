ALTER TABLE public.log RENAME TO old_log;
--> statement-breakpoint
ALTER TABLE public.old_log SET SCHEMA archive;
--> statement-breakpoint
ALTER SEQUENCE archive.log_id_seq RENAME TO old_log_id_seq;
--> statement-breakpoint
ALTER TABLE archive.old_log RENAME CONSTRAINT log_pkey TO old_log_pkey;
