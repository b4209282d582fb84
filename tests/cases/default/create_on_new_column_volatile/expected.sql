ALTER TABLE public.t ADD COLUMN made timestamp with time zone DEFAULT clock_timestamp() NOT NULL;
