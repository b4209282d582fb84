CREATE TABLE public.p2 (
    id integer NOT NULL,
    a integer,
    g integer GENERATED ALWAYS AS ((a * 3)) STORED
);
--> statement-breakpoint
ALTER TABLE public.p ADD COLUMN g integer GENERATED ALWAYS AS ((a * 2)) STORED;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES IN (2);
