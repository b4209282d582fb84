CREATE COLLATION public.plain (provider = builtin, locale = 'C');
--> statement-breakpoint
CREATE TABLE public.item (
    name text COLLATE public.plain
);
--> statement-breakpoint
CREATE INDEX item_name ON public.item USING btree (name COLLATE "C");
