ALTER TABLE public.p ALTER COLUMN note SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE public.p ALTER COLUMN note SET STATISTICS 10;
--> statement-breakpoint
CREATE TABLE public.c (
    own integer
)
INHERITS (public.p);
