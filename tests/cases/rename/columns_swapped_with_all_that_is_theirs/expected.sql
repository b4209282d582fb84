ALTER TABLE public.t RENAME COLUMN a TO a__away;
--> statement-breakpoint
ALTER TABLE public.t RENAME COLUMN b TO a;
--> statement-breakpoint
ALTER TABLE public.t RENAME COLUMN a__away TO b;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT t_a_key TO t_a_key__away;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT t_b_key TO t_a_key;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT t_a_key__away TO t_b_key;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT a_is_there TO a_is_there__away;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT b_is_there TO a_is_there;
--> statement-breakpoint
ALTER TABLE public.t RENAME CONSTRAINT a_is_there__away TO b_is_there;
--> statement-breakpoint
DROP INDEX public.t_a_idx;
--> statement-breakpoint
CREATE INDEX t_a_idx ON public.t USING btree (a, b);
