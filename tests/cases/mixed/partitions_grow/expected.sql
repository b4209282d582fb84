DROP INDEX public.mi;
--> statement-breakpoint
ALTER TABLE public.m ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
ALTER TABLE public.m ADD COLUMN n text DEFAULT 'q'::text NOT NULL;
--> statement-breakpoint
ALTER TABLE public.m ADD CONSTRAINT m_n_check CHECK ((n <> ''::text));
--> statement-breakpoint
CREATE TABLE public.m2 PARTITION OF public.m
FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')
PARTITION BY HASH (id);
--> statement-breakpoint
CREATE TABLE public.m2a PARTITION OF public.m2
FOR VALUES WITH (modulus 1, remainder 0);
--> statement-breakpoint
CREATE INDEX mi ON public.m USING btree (d, id);
--> statement-breakpoint
CREATE UNIQUE INDEX mu ON public.m USING btree (d, id, n);
