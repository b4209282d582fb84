ALTER TABLE public.t ADD CONSTRAINT sane CHECK (((a > 0) AND (b <> ''::text)));
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a > 0));
