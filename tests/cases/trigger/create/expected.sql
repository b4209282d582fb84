CREATE TABLE public.item (
    id integer NOT NULL,
    name text,
    price integer,
    CONSTRAINT item_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE FUNCTION public.act()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN new; END$function$;
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id,
    name
   FROM public.item;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON public.item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.act();
--> statement-breakpoint
ALTER TABLE public.item ENABLE ALWAYS TRIGGER late;
--> statement-breakpoint
CREATE TRIGGER many AFTER UPDATE ON public.item REFERENCING OLD TABLE AS was NEW TABLE AS will FOR EACH STATEMENT EXECUTE FUNCTION public.act();
--> statement-breakpoint
CREATE TRIGGER plain BEFORE INSERT OR UPDATE OF name, price ON public.item FOR EACH ROW WHEN ((new.name IS NOT NULL)) EXECUTE FUNCTION public.act('a', 'it''s');
--> statement-breakpoint
ALTER TABLE public.item DISABLE TRIGGER plain;
--> statement-breakpoint
CREATE TRIGGER wiped BEFORE TRUNCATE ON public.item FOR EACH STATEMENT EXECUTE FUNCTION public.act();
--> statement-breakpoint
CREATE TRIGGER "On View" INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.act();
--> statement-breakpoint
COMMENT ON TRIGGER plain ON public.item IS 'Does something';
