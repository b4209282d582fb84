ALTER TABLE public.users RENAME TO people;
--> statement-breakpoint
ALTER TABLE public.people RENAME COLUMN name TO full_name;
--> statement-breakpoint
ALTER TABLE public.people RENAME CONSTRAINT users_pkey TO people_pkey;
--> statement-breakpoint
DROP VIEW public.all_names;
--> statement-breakpoint
DROP VIEW public.names;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.checked(integer)
 RETURNS text
 LANGUAGE sql
BEGIN ATOMIC
 SELECT people.full_name
    FROM public.people
   WHERE (people.id = $1);
END;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.find(integer)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT full_name FROM public.people WHERE id = $1$function$;
--> statement-breakpoint
CREATE VIEW public.names AS
 SELECT id,
    full_name
   FROM public.people;
--> statement-breakpoint
CREATE VIEW public.all_names AS
 SELECT id,
    full_name
   FROM public.names;
