CREATE TABLE public.note_2 PARTITION OF public.note
FOR VALUES FROM (10) TO (20);
--> statement-breakpoint
CREATE FUNCTION public.act()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN new; END$function$;
--> statement-breakpoint
CREATE TRIGGER acts BEFORE INSERT ON public.note FOR EACH ROW EXECUTE FUNCTION public.act();
