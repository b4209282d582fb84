DROP VIEW public.v;
--> statement-breakpoint
CREATE TABLE public.v (
    id integer
);
