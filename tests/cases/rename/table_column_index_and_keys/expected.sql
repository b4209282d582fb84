ALTER TABLE public.users RENAME TO people;
--> statement-breakpoint
ALTER TABLE public.orders RENAME TO purchases;
--> statement-breakpoint
ALTER TABLE public.people RENAME COLUMN name TO full_name;
--> statement-breakpoint
ALTER TABLE public.people RENAME COLUMN email TO mail;
--> statement-breakpoint
ALTER TABLE public.purchases RENAME COLUMN user_id TO person_id;
--> statement-breakpoint
ALTER SEQUENCE public.users_id_seq RENAME TO people_id_seq;
--> statement-breakpoint
ALTER TABLE public.people RENAME CONSTRAINT users_email_key TO people_mail_key;
--> statement-breakpoint
ALTER TABLE public.people RENAME CONSTRAINT users_pkey TO people_pkey;
--> statement-breakpoint
ALTER TABLE public.people RENAME CONSTRAINT name_is_short TO short_names;
--> statement-breakpoint
ALTER TABLE public.purchases RENAME CONSTRAINT orders_user_id_fkey TO purchases_person_id_fkey;
--> statement-breakpoint
ALTER TABLE public.purchases RENAME CONSTRAINT orders_pkey TO purchases_pkey;
--> statement-breakpoint
ALTER INDEX public.ix_users_name RENAME TO ix_people_full_name;
--> statement-breakpoint
ALTER SEQUENCE public.orders_id_seq RENAME TO purchases_id_seq;
--> statement-breakpoint
ALTER TABLE public.people ALTER COLUMN mail TYPE character varying(200);
--> statement-breakpoint
COMMENT ON TABLE public.people IS 'those who buy';
