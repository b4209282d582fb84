ALTER SEQUENCE public.s OWNED BY NONE;
--> statement-breakpoint
DROP TABLE public.t;
