ALTER AGGREGATE public.most(integer) RENAME TO highest;
--> statement-breakpoint
ALTER FUNCTION public.twice(integer) RENAME TO double;
--> statement-breakpoint
ALTER FUNCTION public.touch() RENAME TO stamp;
--> statement-breakpoint
ALTER MATERIALIZED VIEW public.kept RENAME TO stored;
--> statement-breakpoint
ALTER PROCEDURE public.clean(integer) RENAME TO tidy;
--> statement-breakpoint
ALTER PUBLICATION outward RENAME TO abroad;
--> statement-breakpoint
ALTER VIEW public.shown RENAME TO visible;
--> statement-breakpoint
ALTER VIEW public.shown_more RENAME TO visible_more;
--> statement-breakpoint
ALTER POLICY own ON public.t RENAME TO mine;
--> statement-breakpoint
ALTER RULE noted ON public.t RENAME TO written_down;
--> statement-breakpoint
ALTER STATISTICS public.together RENAME TO jointly;
--> statement-breakpoint
ALTER TRIGGER touched ON public.t RENAME TO stamped;
--> statement-breakpoint
ALTER INDEX public.kept_id RENAME TO stored_id;
