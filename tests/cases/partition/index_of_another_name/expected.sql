-- public.p.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.p SET
-- id = … WHERE id IS NULL
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id);
--> statement-breakpoint
CREATE TABLE public.p2 (
    id integer NOT NULL,
    a integer,
    CONSTRAINT oddkey PRIMARY KEY (id)
);
--> statement-breakpoint
ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY (id);
--> statement-breakpoint
CREATE INDEX i ON ONLY public.p USING btree (a);
--> statement-breakpoint
CREATE TABLE public.p3 PARTITION OF public.p
FOR VALUES FROM (20) TO (30);
--> statement-breakpoint
CREATE INDEX odd ON public.p2 USING btree (a);
--> statement-breakpoint
CREATE INDEX p1_a_idx ON public.p1 USING btree (a);
--> statement-breakpoint
ALTER INDEX public.i ATTACH PARTITION public.p1_a_idx;
--> statement-breakpoint
ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES FROM (10) TO (20);
--> statement-breakpoint
ALTER INDEX public.i ATTACH PARTITION public.odd;
--> statement-breakpoint
ALTER INDEX public.p_pkey ATTACH PARTITION public.oddkey;
