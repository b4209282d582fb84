CREATE TABLE public.a (
    b_c integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE public.a_b (
    c integer CONSTRAINT a_b_c_not_null1 NOT NULL
);
