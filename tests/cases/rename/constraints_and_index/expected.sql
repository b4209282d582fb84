ALTER TABLE public.c RENAME CONSTRAINT of_p TO belongs_to_p;
--> statement-breakpoint
ALTER TABLE public.p RENAME CONSTRAINT positive TO above_zero;
--> statement-breakpoint
ALTER TABLE public.p RENAME CONSTRAINT apart TO no_overlap;
--> statement-breakpoint
ALTER TABLE public.p RENAME CONSTRAINT p_key TO p_id_key;
--> statement-breakpoint
ALTER TABLE public.p RENAME CONSTRAINT one_code TO single_code;
--> statement-breakpoint
ALTER INDEX public.by_n RENAME TO sorted_by_n;
