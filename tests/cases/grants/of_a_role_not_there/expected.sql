CREATE TABLE public.item (
    id integer
);
--> statement-breakpoint
GRANT SELECT ON TABLE public.item TO "joey case reader";
--> statement-breakpoint
GRANT SELECT ON TABLE public.item TO pg_monitor;
