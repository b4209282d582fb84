DROP EVENT TRIGGER nothing;
--> statement-breakpoint
DROP FUNCTION public.no();
