ALTER TABLE public.a RENAME TO a__away;
--> statement-breakpoint
ALTER TABLE public.b RENAME TO a;
--> statement-breakpoint
ALTER TABLE public.a__away RENAME TO b;
--> statement-breakpoint
ALTER TABLE public.b RENAME CONSTRAINT a_pkey TO a_pkey__away;
--> statement-breakpoint
ALTER TABLE public.a RENAME CONSTRAINT b_pkey TO a_pkey;
--> statement-breakpoint
ALTER TABLE public.b RENAME CONSTRAINT a_pkey__away TO b_pkey;
--> statement-breakpoint
CREATE OR REPLACE VIEW public.v AS
 SELECT x
   FROM public.a;
