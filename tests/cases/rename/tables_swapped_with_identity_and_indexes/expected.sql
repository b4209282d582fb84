ALTER TABLE public.a RENAME TO a__away;
--> statement-breakpoint
ALTER TABLE public.b RENAME TO a;
--> statement-breakpoint
ALTER TABLE public.a__away RENAME TO b;
--> statement-breakpoint
ALTER TABLE public.a RENAME CONSTRAINT b_has_x TO a_has_x;
--> statement-breakpoint
ALTER TABLE public.b RENAME CONSTRAINT a_has_x TO b_has_x;
--> statement-breakpoint
ALTER TABLE public.b RENAME CONSTRAINT a_pkey TO a_pkey__away;
--> statement-breakpoint
ALTER TABLE public.a RENAME CONSTRAINT b_pkey TO a_pkey;
--> statement-breakpoint
ALTER TABLE public.b RENAME CONSTRAINT a_pkey__away TO b_pkey;
--> statement-breakpoint
ALTER INDEX public.a_x RENAME TO a_x__away;
--> statement-breakpoint
ALTER INDEX public.b_x RENAME TO a_x;
--> statement-breakpoint
ALTER INDEX public.a_x__away RENAME TO b_x;
--> statement-breakpoint
ALTER SEQUENCE public.a_id_seq RENAME TO a_id_seq__away;
--> statement-breakpoint
ALTER SEQUENCE public.b_id_seq RENAME TO a_id_seq;
--> statement-breakpoint
ALTER SEQUENCE public.a_id_seq__away RENAME TO b_id_seq;
