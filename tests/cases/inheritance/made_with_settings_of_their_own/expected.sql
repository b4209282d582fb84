CREATE TABLE public.p (
    id integer,
    s text STORAGE EXTERNAL COMPRESSION pglz
);
--> statement-breakpoint
ALTER TABLE ONLY public.p ALTER COLUMN s SET STATISTICS 20;
--> statement-breakpoint
CREATE TABLE public.c1 (
    x integer
)
INHERITS (public.p);
--> statement-breakpoint
ALTER TABLE public.c1 ALTER COLUMN s SET STORAGE MAIN;
--> statement-breakpoint
ALTER TABLE public.c1 ALTER COLUMN s SET COMPRESSION default;
--> statement-breakpoint
ALTER TABLE public.c1 ALTER COLUMN s SET STATISTICS 30;
--> statement-breakpoint
CREATE TABLE public.c2 (
    s text STORAGE EXTERNAL
)
INHERITS (public.p);
--> statement-breakpoint
ALTER TABLE public.c2 ALTER COLUMN s SET COMPRESSION default;
