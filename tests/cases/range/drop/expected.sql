DROP TYPE public.timerange;
