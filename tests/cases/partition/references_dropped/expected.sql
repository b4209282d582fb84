DROP TABLE public.b1;
--> statement-breakpoint
DROP TABLE public.b;
--> statement-breakpoint
DROP TABLE public.a1;
--> statement-breakpoint
DROP TABLE public.a;
--> statement-breakpoint
CREATE TABLE public.z (
    i integer
);
