CREATE TABLE public.child (
    more integer,
    CONSTRAINT child_kind_fkey FOREIGN KEY (kind) REFERENCES public.kinds(kind)
)
INHERITS (public.t);
--> statement-breakpoint
ALTER TABLE public.child ADD CONSTRAINT small CHECK ((id < 5)) NOT VALID;
