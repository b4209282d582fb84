ALTER SEQUENCE public.r OWNED BY public.u.c;
--> statement-breakpoint
ALTER SEQUENCE public.s OWNED BY public.t.b;
