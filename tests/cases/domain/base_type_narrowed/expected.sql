ALTER DOMAIN public.code RENAME TO code__old;
--> statement-breakpoint
ALTER DOMAIN public.price RENAME TO price__old;
--> statement-breakpoint
CREATE DOMAIN public.code AS character varying(5);
--> statement-breakpoint
CREATE DOMAIN public.price AS numeric(8,2);
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN p TYPE public.price;
--> statement-breakpoint
DROP DOMAIN public.price__old;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN c TYPE public.code;
--> statement-breakpoint
DROP DOMAIN public.code__old;
