CREATE TABLE public.note_2 (
    id integer,
    owner integer
);
--> statement-breakpoint
CREATE FUNCTION public.act()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN new; END$function$;
--> statement-breakpoint
ALTER TABLE public.note ATTACH PARTITION public.note_2 FOR VALUES FROM (10) TO (20);
--> statement-breakpoint
CREATE TRIGGER acts BEFORE INSERT ON public.note FOR EACH ROW EXECUTE FUNCTION public.act();
