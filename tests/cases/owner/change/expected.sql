ALTER TABLE public.t OWNER TO joey_case_other;
