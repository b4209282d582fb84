ALTER TABLE public.p ADD COLUMN z integer;
--> statement-breakpoint
-- public.p.id becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.p SET
-- id = … WHERE id IS NULL
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
--> statement-breakpoint
CREATE TABLE public.p2 PARTITION OF public.p
FOR VALUES IN (2);
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id);
--> statement-breakpoint
CREATE TABLE public.z (
    id integer NOT NULL,
    p integer,
    CONSTRAINT z_pkey PRIMARY KEY (id),
    CONSTRAINT z_p_fkey FOREIGN KEY (p) REFERENCES public.p(id)
);
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT p_up_fkey FOREIGN KEY (up) REFERENCES public.p(id);
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT p_z_fkey FOREIGN KEY (z) REFERENCES public.z(id);
