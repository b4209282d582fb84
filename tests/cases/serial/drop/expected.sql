ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
--> statement-breakpoint
DROP SEQUENCE public.t_id_seq;
