ALTER TABLE public.users RENAME COLUMN name TO full_name;
--> statement-breakpoint
ALTER INDEX public.ix_users_name RENAME TO ix_users_full_name;
--> statement-breakpoint
ALTER TABLE public.users DROP CONSTRAINT name_is_short;
--> statement-breakpoint
ALTER TABLE public.users ALTER COLUMN full_name TYPE character varying(80);
--> statement-breakpoint
ALTER TABLE public.users ADD CONSTRAINT name_is_short CHECK ((length((full_name)::text) < 50));
