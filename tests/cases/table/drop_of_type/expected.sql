DROP TABLE public.pairs;
