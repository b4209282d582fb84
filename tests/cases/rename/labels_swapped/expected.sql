ALTER TYPE public.e RENAME VALUE 'a' TO 'a__away';
--> statement-breakpoint
ALTER TYPE public.e RENAME VALUE 'b' TO 'a';
--> statement-breakpoint
ALTER TYPE public.e RENAME VALUE 'a__away' TO 'b';
