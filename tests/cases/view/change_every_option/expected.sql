ALTER VIEW public.sb SET (check_option=cascaded);
--> statement-breakpoint
ALTER VIEW public.v SET (check_option=local, security_barrier=true, security_invoker=true);
