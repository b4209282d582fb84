DROP USER MAPPING FOR public SERVER other;
--> statement-breakpoint
DROP FOREIGN TABLE public.far;
--> statement-breakpoint
DROP SERVER other;
--> statement-breakpoint
DROP FOREIGN DATA WRAPPER fdw;
