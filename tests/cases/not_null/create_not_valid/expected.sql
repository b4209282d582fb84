ALTER TABLE public.t ADD CONSTRAINT a_must NOT NULL a NOT VALID;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_b_not_null NOT NULL b NOT VALID;
