CREATE TABLE public.item (
    id integer NOT NULL,
    name text,
    price numeric,
    CONSTRAINT item_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE VIEW public.cheap WITH (check_option=local, security_barrier=true, security_invoker=true) AS
 SELECT id,
    name
   FROM public.item
  WHERE (price < (10)::numeric);
--> statement-breakpoint
ALTER VIEW public.cheap ALTER COLUMN name SET DEFAULT 'thing'::text;
--> statement-breakpoint
CREATE VIEW public.grouped AS
 SELECT id,
    name,
    price
   FROM public.item
  GROUP BY id;
--> statement-breakpoint
CREATE VIEW public.names AS
 SELECT upper(name) AS upper_name
   FROM public.cheap;
--> statement-breakpoint
CREATE VIEW public.numbers AS
 WITH RECURSIVE numbers(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (numbers_1.n + 1)
           FROM numbers numbers_1
          WHERE (numbers_1.n < 5)
        )
 SELECT n
   FROM numbers;
--> statement-breakpoint
COMMENT ON COLUMN public.names.upper_name IS 'The name';
--> statement-breakpoint
COMMENT ON VIEW public.names IS 'In capitals';
