CREATE TABLE public.p1 PARTITION OF public.p
FOR VALUES FROM (1) TO (10)
WITH (fillfactor=50);
--> statement-breakpoint
CREATE UNLOGGED TABLE public.p2 (
    id integer,
    a integer DEFAULT 3 NOT NULL,
    b text
);
--> statement-breakpoint
CREATE TABLE public.p3 (
    b text DEFAULT 'x'::text,
    id integer,
    a integer DEFAULT 3 NOT NULL
);
--> statement-breakpoint
ALTER TABLE ONLY public.p1 ALTER COLUMN b SET STATISTICS 77;
--> statement-breakpoint
ALTER TABLE public.p1 ALTER COLUMN b SET DEFAULT 'y'::text;
--> statement-breakpoint
ALTER TABLE public.p1 ALTER COLUMN b SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p1 ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.p1 ADD CONSTRAINT pk PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.p1 ADD CONSTRAINT c CHECK ((a > 0));
--> statement-breakpoint
ALTER TABLE public.p1 ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES public.z(id);
--> statement-breakpoint
CREATE INDEX own ON public.p1 USING btree (b);
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p2 DEFAULT;
--> statement-breakpoint
ALTER TABLE public.p ATTACH PARTITION public.p3 FOR VALUES FROM (20) TO (30);
--> statement-breakpoint
COMMENT ON COLUMN public.p1.b IS 'col';
--> statement-breakpoint
COMMENT ON TABLE public.p1 IS 'hello';
