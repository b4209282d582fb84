ALTER TABLE public.pairs NOT OF;
