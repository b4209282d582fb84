ALTER TABLE public.users RENAME COLUMN name TO full_name;
--> statement-breakpoint
ALTER INDEX public.ix_users_name RENAME TO ix_users_full_name;
