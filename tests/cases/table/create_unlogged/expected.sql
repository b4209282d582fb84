CREATE UNLOGGED TABLE public.cache (
    key text NOT NULL,
    value jsonb,
    CONSTRAINT cache_pkey PRIMARY KEY (key)
);
