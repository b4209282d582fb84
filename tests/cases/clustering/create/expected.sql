ALTER MATERIALIZED VIEW public.m CLUSTER ON i;
--> statement-breakpoint
ALTER TABLE public.t CLUSTER ON t_pkey;
