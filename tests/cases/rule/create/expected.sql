CREATE TABLE public.item (
    id integer,
    name text
);
--> statement-breakpoint
CREATE TABLE public.log (
    id integer
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
CREATE RULE logged AS
    ON UPDATE TO public.item
   WHERE (old.id > 0) DO  INSERT INTO public.log (id)
  VALUES (old.id);
--> statement-breakpoint
ALTER TABLE public.item DISABLE RULE logged;
--> statement-breakpoint
CREATE RULE into_item AS
    ON INSERT TO public.v DO INSTEAD ( INSERT INTO public.item (id)
  VALUES (new.id);

 NOTIFY item;
);
--> statement-breakpoint
COMMENT ON RULE logged ON public.item IS 'Keeps track';
