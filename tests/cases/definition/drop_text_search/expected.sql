DROP TEXT SEARCH PARSER public.mine;
--> statement-breakpoint
DROP TEXT SEARCH TEMPLATE public.mine;
--> statement-breakpoint
DROP TEXT SEARCH CONFIGURATION public.en;
--> statement-breakpoint
DROP TEXT SEARCH DICTIONARY public.simple_en;
