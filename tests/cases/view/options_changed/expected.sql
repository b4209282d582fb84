ALTER VIEW public.v RESET (security_barrier);
--> statement-breakpoint
ALTER VIEW public.v SET (security_invoker=true, check_option=cascaded);
