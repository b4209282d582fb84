ALTER TABLE public.users RENAME TO people;
--> statement-breakpoint
ALTER SEQUENCE public.users_id_seq RENAME TO people_id_seq;
--> statement-breakpoint
ALTER TABLE public.people RENAME CONSTRAINT users_email_key TO people_email_key;
--> statement-breakpoint
ALTER TABLE public.people RENAME CONSTRAINT users_pkey TO people_pkey;
--> statement-breakpoint
ALTER INDEX public.ix_users_name RENAME TO ix_people_name;
