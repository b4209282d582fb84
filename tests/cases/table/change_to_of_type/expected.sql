ALTER TABLE public.pairs OF public.pair;
