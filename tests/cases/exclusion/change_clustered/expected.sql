ALTER TABLE public.t CLUSTER ON free;
