CREATE TABLE public.log (
    at date NOT NULL,
    kind text NOT NULL,
    a text,
    CONSTRAINT log_pkey PRIMARY KEY (at, kind)
)
PARTITION BY RANGE (at);
--> statement-breakpoint
CREATE TABLE public.log_2025 (
    at date NOT NULL,
    kind text NOT NULL,
    a text,
    CONSTRAINT log_2025_pkey PRIMARY KEY (at, kind)
);
--> statement-breakpoint
CREATE TABLE public.log_2026 (
    at date NOT NULL,
    kind text NOT NULL,
    a text,
    CONSTRAINT log_2026_pkey PRIMARY KEY (at, kind)
)
PARTITION BY LIST (kind);
--> statement-breakpoint
CREATE TABLE public.log_2026_a (
    at date NOT NULL,
    kind text NOT NULL,
    a text,
    CONSTRAINT log_2026_a_pkey PRIMARY KEY (at, kind)
);
--> statement-breakpoint
CREATE TABLE public.log_2026_rest (
    at date NOT NULL,
    kind text NOT NULL,
    a text,
    CONSTRAINT log_2026_rest_pkey PRIMARY KEY (at, kind)
);
--> statement-breakpoint
CREATE INDEX log_a ON ONLY public.log USING btree (a);
--> statement-breakpoint
CREATE INDEX log_2025_a_idx ON public.log_2025 USING btree (a);
--> statement-breakpoint
CREATE INDEX log_2026_a_idx ON ONLY public.log_2026 USING btree (a);
--> statement-breakpoint
CREATE INDEX log_2026_a_a_idx ON public.log_2026_a USING btree (a);
--> statement-breakpoint
CREATE INDEX log_2026_rest_a_idx ON public.log_2026_rest USING btree (a);
--> statement-breakpoint
ALTER TABLE public.log ATTACH PARTITION public.log_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--> statement-breakpoint
ALTER INDEX public.log_a ATTACH PARTITION public.log_2025_a_idx;
--> statement-breakpoint
ALTER INDEX public.log_pkey ATTACH PARTITION public.log_2025_pkey;
--> statement-breakpoint
ALTER TABLE public.log ATTACH PARTITION public.log_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--> statement-breakpoint
ALTER TABLE public.log_2026 ATTACH PARTITION public.log_2026_a FOR VALUES IN ('a', 'b');
--> statement-breakpoint
ALTER INDEX public.log_2026_a_idx ATTACH PARTITION public.log_2026_a_a_idx;
--> statement-breakpoint
ALTER INDEX public.log_a ATTACH PARTITION public.log_2026_a_idx;
--> statement-breakpoint
ALTER INDEX public.log_2026_pkey ATTACH PARTITION public.log_2026_a_pkey;
--> statement-breakpoint
ALTER INDEX public.log_pkey ATTACH PARTITION public.log_2026_pkey;
--> statement-breakpoint
ALTER TABLE public.log_2026 ATTACH PARTITION public.log_2026_rest DEFAULT;
--> statement-breakpoint
ALTER INDEX public.log_2026_a_idx ATTACH PARTITION public.log_2026_rest_a_idx;
--> statement-breakpoint
ALTER INDEX public.log_2026_pkey ATTACH PARTITION public.log_2026_rest_pkey;
