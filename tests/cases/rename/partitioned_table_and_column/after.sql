CREATE TABLE public.things (id bigint, day date NOT NULL, label text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE public.things_2025 PARTITION OF public.things FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.things_2026 PARTITION OF public.things FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX things_label_idx ON public.things (label);
