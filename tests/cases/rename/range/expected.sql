CREATE SCHEMA kinds;
--> statement-breakpoint
ALTER TYPE public.floatrange SET SCHEMA kinds;
--> statement-breakpoint
ALTER FUNCTION public.floatrange(double precision, double precision) SET SCHEMA kinds;
--> statement-breakpoint
ALTER FUNCTION public.floatrange(double precision, double precision, text) SET SCHEMA kinds;
--> statement-breakpoint
ALTER TYPE public.floatmultirange SET SCHEMA kinds;
--> statement-breakpoint
ALTER FUNCTION public.floatmultirange() SET SCHEMA kinds;
--> statement-breakpoint
ALTER FUNCTION public.floatmultirange(kinds.floatrange) SET SCHEMA kinds;
--> statement-breakpoint
ALTER FUNCTION public.floatmultirange(VARIADIC kinds.floatrange[]) SET SCHEMA kinds;
--> statement-breakpoint
ALTER TYPE kinds.floatrange RENAME TO span;
--> statement-breakpoint
ALTER FUNCTION kinds.floatrange(double precision, double precision) RENAME TO span;
--> statement-breakpoint
ALTER FUNCTION kinds.floatrange(double precision, double precision, text) RENAME TO span;
--> statement-breakpoint
ALTER TYPE kinds.floatmultirange RENAME TO span_multirange;
--> statement-breakpoint
ALTER FUNCTION kinds.floatmultirange() RENAME TO span_multirange;
--> statement-breakpoint
ALTER FUNCTION kinds.floatmultirange(kinds.span) RENAME TO span_multirange;
--> statement-breakpoint
ALTER FUNCTION kinds.floatmultirange(VARIADIC kinds.span[]) RENAME TO span_multirange;
