ALTER TABLE public.log DETACH PARTITION public.log_2025;
--> statement-breakpoint
ALTER TABLE public.log ATTACH PARTITION public.log_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
