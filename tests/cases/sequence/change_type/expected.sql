ALTER SEQUENCE public.d AS integer;
--> statement-breakpoint
ALTER SEQUENCE public.s AS bigint;
