ALTER TABLE public.b RENAME TO c;
--> statement-breakpoint
ALTER TABLE public.a RENAME TO b;
--> statement-breakpoint
ALTER TABLE public.c RENAME COLUMN y TO z;
--> statement-breakpoint
ALTER SEQUENCE public.b_id_seq RENAME TO c_id_seq;
--> statement-breakpoint
ALTER SEQUENCE public.a_id_seq RENAME TO b_id_seq;
--> statement-breakpoint
ALTER TABLE public.c RENAME CONSTRAINT b_pkey TO c_pkey;
--> statement-breakpoint
ALTER TABLE public.b RENAME CONSTRAINT a_pkey TO b_pkey;
