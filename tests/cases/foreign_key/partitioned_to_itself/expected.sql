CREATE TABLE public.t (
    id integer NOT NULL,
    up integer,
    CONSTRAINT t_pkey PRIMARY KEY (id)
)
PARTITION BY RANGE (id);
--> statement-breakpoint
CREATE TABLE public.t_1 PARTITION OF public.t
FOR VALUES FROM (1) TO (10);
--> statement-breakpoint
CREATE TABLE public.t_2 PARTITION OF public.t
FOR VALUES FROM (10) TO (20)
PARTITION BY RANGE (id);
--> statement-breakpoint
CREATE TABLE public.t_21 PARTITION OF public.t_2
DEFAULT;
--> statement-breakpoint
ALTER TABLE public.t_21 ALTER COLUMN up SET NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_up_fkey FOREIGN KEY (up) REFERENCES public.t(id) DEFERRABLE;
--> statement-breakpoint
ALTER TABLE public.was ADD CONSTRAINT was_up_fkey FOREIGN KEY (up) REFERENCES public.was(id);
