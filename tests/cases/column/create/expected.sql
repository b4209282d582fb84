ALTER TABLE public.t ADD COLUMN a text;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN b character varying(20) DEFAULT 'x'::character varying NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN c numeric(10,2)[];
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN d timestamp with time zone DEFAULT now();
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN e integer;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN f integer;
--> statement-breakpoint
ALTER TABLE public.t ADD COLUMN g integer;
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_e_key UNIQUE (e);
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_g_check CHECK ((g > 0));
--> statement-breakpoint
ALTER TABLE public.t ADD CONSTRAINT t_f_fkey FOREIGN KEY (f) REFERENCES public.t(id);
