DROP TABLE public.log_2025;
