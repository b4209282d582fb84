CREATE TABLE public.a (
    x integer NOT NULL,
    y integer NOT NULL,
    CONSTRAINT a_pkey PRIMARY KEY (x, y)
);
--> statement-breakpoint
CREATE TABLE public.b (
    id integer NOT NULL,
    x integer,
    y integer,
    CONSTRAINT b_pkey PRIMARY KEY (id),
    CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES public.a(x, y) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT f2 FOREIGN KEY (x, y) REFERENCES public.a(x, y) MATCH FULL ON UPDATE SET NULL ON DELETE RESTRICT,
    CONSTRAINT f5 FOREIGN KEY (x, y) REFERENCES public.a(x, y) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT f6 FOREIGN KEY (x, y) REFERENCES public.a(x, y) NOT ENFORCED
);
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f7 FOREIGN KEY (x, y) REFERENCES public.a(x, y) NOT VALID;
