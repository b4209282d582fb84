ALTER TABLE public.item ALTER COLUMN p TYPE numeric(12,4);
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN q TYPE numeric;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN r TYPE text;
--> statement-breakpoint
DROP DOMAIN public.price;
