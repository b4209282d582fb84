CREATE TABLE public.p (id int, at date, u int) PARTITION BY RANGE (at);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE UNIQUE INDEX pu ON public.p (u, at);
ALTER INDEX public.p1_u_at_idx RENAME TO "été";
CREATE VIEW public.v AS SELECT * FROM public.p1;
