DROP VIEW public.prices;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.item ADD COLUMN name text;
--> statement-breakpoint
CREATE VIEW public.prices AS
 SELECT id,
    public.gross(item.*) AS gross
   FROM public.item;
