CREATE TABLE public.t (
    id integer,
    owner text
);
--> statement-breakpoint
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
