CREATE TABLE public.log (
    at date NOT NULL,
    kind text NOT NULL,
    a text,
    CONSTRAINT log_pkey PRIMARY KEY (at, kind)
)
PARTITION BY RANGE (at);
--> statement-breakpoint
CREATE TABLE public.log_2025 PARTITION OF public.log
FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
--> statement-breakpoint
CREATE TABLE public.log_2026 PARTITION OF public.log
FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
PARTITION BY LIST (kind);
--> statement-breakpoint
CREATE TABLE public.log_2026_a PARTITION OF public.log_2026
FOR VALUES IN ('a', 'b');
--> statement-breakpoint
CREATE TABLE public.log_2026_rest PARTITION OF public.log_2026
DEFAULT;
--> statement-breakpoint
CREATE INDEX log_a ON public.log USING btree (a);
