ALTER TABLE public.t RENAME TO u;
--> statement-breakpoint
ALTER TABLE public.u RENAME COLUMN id TO key;
--> statement-breakpoint
ALTER TABLE public.u RENAME COLUMN n TO m;
--> statement-breakpoint
ALTER SEQUENCE public.t_n_seq RENAME TO u_m_seq;
--> statement-breakpoint
ALTER TABLE public.u RENAME CONSTRAINT t_pkey TO u_pkey;
--> statement-breakpoint
ALTER SEQUENCE public.t_id_seq RENAME TO u_key_seq;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN key TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.u ALTER COLUMN key SET GENERATED ALWAYS;
