ALTER SEQUENCE public.s SET UNLOGGED;
--> statement-breakpoint
ALTER SEQUENCE public.u SET LOGGED;
