DROP VIEW public.v;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN name TYPE text;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id,
    name
   FROM public.item;
--> statement-breakpoint
ALTER VIEW public.v ALTER COLUMN name SET DEFAULT 'n'::text;
--> statement-breakpoint
CREATE RULE r AS
    ON DELETE TO public.v DO INSTEAD  DELETE FROM public.item
  WHERE (item.id = old.id);
--> statement-breakpoint
CREATE TRIGGER t INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.act();
--> statement-breakpoint
COMMENT ON TRIGGER t ON public.v IS 'kept';
