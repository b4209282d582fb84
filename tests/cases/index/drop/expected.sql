DROP INDEX public.i;
--> statement-breakpoint
DROP INDEX public.j;
