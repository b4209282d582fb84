CREATE TABLE public.p2 (
    id integer NOT NULL,
    a integer,
    g integer GENERATED ALWAYS AS ((a * 3)) STORED
);
--> statement-breakpoint
ALTER TABLE public.p ADD COLUMN g integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
-- public.p.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.p SET
-- id = … WHERE id IS NULL
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
--> statement-breakpoint
SELECT setval('public.p_id_seq', max(id)) FROM public.p HAVING max(id) >= 1;
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES IN (2);
