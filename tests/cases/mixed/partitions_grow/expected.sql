DROP INDEX public.mi;
--> statement-breakpoint
ALTER TABLE public.m ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
CREATE TABLE public.m2 (
    id bigint NOT NULL,
    d date NOT NULL,
    n text DEFAULT 'q'::text NOT NULL,
    CONSTRAINT m2_pkey PRIMARY KEY (id, d),
    CONSTRAINT m_n_check CHECK ((n <> ''::text))
)
PARTITION BY HASH (id);
--> statement-breakpoint
CREATE TABLE public.m2a (
    id bigint NOT NULL,
    d date NOT NULL,
    n text DEFAULT 'q'::text NOT NULL,
    CONSTRAINT m2a_pkey PRIMARY KEY (id, d),
    CONSTRAINT m_n_check CHECK ((n <> ''::text))
);
--> statement-breakpoint
ALTER TABLE public.m ADD COLUMN n text DEFAULT 'q'::text NOT NULL;
--> statement-breakpoint
ALTER TABLE public.m1 ALTER COLUMN n SET DEFAULT 'q'::text;
--> statement-breakpoint
ALTER TABLE public.m ADD CONSTRAINT m_n_check CHECK ((n <> ''::text));
--> statement-breakpoint
CREATE INDEX mi ON ONLY public.m USING btree (d, id);
--> statement-breakpoint
CREATE INDEX m1_d_id_idx ON public.m1 USING btree (d, id);
--> statement-breakpoint
CREATE INDEX m2_d_id_idx ON ONLY public.m2 USING btree (d, id);
--> statement-breakpoint
CREATE INDEX m2a_d_id_idx ON public.m2a USING btree (d, id);
--> statement-breakpoint
CREATE UNIQUE INDEX mu ON ONLY public.m USING btree (d, id, n);
--> statement-breakpoint
CREATE UNIQUE INDEX m1_d_id_n_idx ON public.m1 USING btree (d, id, n);
--> statement-breakpoint
CREATE UNIQUE INDEX m2_d_id_n_idx ON ONLY public.m2 USING btree (d, id, n);
--> statement-breakpoint
CREATE UNIQUE INDEX m2a_d_id_n_idx ON public.m2a USING btree (d, id, n);
--> statement-breakpoint
ALTER INDEX public.mi ATTACH PARTITION public.m1_d_id_idx;
--> statement-breakpoint
ALTER INDEX public.mu ATTACH PARTITION public.m1_d_id_n_idx;
--> statement-breakpoint
ALTER TABLE public.m ATTACH PARTITION public.m2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
--> statement-breakpoint
ALTER INDEX public.mi ATTACH PARTITION public.m2_d_id_idx;
--> statement-breakpoint
ALTER INDEX public.mu ATTACH PARTITION public.m2_d_id_n_idx;
--> statement-breakpoint
ALTER INDEX public.m_pkey ATTACH PARTITION public.m2_pkey;
--> statement-breakpoint
ALTER TABLE public.m2 ATTACH PARTITION public.m2a FOR VALUES WITH (modulus 1, remainder 0);
--> statement-breakpoint
ALTER INDEX public.m2_d_id_idx ATTACH PARTITION public.m2a_d_id_idx;
--> statement-breakpoint
ALTER INDEX public.m2_d_id_n_idx ATTACH PARTITION public.m2a_d_id_n_idx;
--> statement-breakpoint
ALTER INDEX public.m2_pkey ATTACH PARTITION public.m2a_pkey;
