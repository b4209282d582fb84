CREATE TABLE public.log_2026 (
    id integer NOT NULL,
    at date NOT NULL,
    a text DEFAULT 'x'::text NOT NULL,
    CONSTRAINT log_a_check CHECK ((a <> ''::text))
);
--> statement-breakpoint
CREATE INDEX log_2026_a_idx ON public.log_2026 USING btree (a);
--> statement-breakpoint
ALTER TABLE public.log ATTACH PARTITION public.log_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--> statement-breakpoint
ALTER INDEX public.log_a_idx ATTACH PARTITION public.log_2026_a_idx;
