ALTER TABLE public.t RENAME COLUMN mail TO mail__away;
--> statement-breakpoint
ALTER TABLE public.t RENAME COLUMN new_mail TO mail;
--> statement-breakpoint
DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.t DROP COLUMN mail__away;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id,
    mail
   FROM public.t;
