CREATE TABLE public.doc (
    id integer,
    owner text,
    team integer
);
--> statement-breakpoint
ALTER TABLE public.doc ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE TABLE public.member (
    team integer,
    who text
);
--> statement-breakpoint
CREATE POLICY "Team reads" ON public.doc FOR SELECT TO pg_monitor, pg_read_all_stats
    USING ((EXISTS ( SELECT
   FROM public.member m
  WHERE ((m.team = doc.team) AND (m.who = CURRENT_USER)))));
--> statement-breakpoint
CREATE POLICY adds ON public.doc AS RESTRICTIVE FOR INSERT
    WITH CHECK ((team > 0));
--> statement-breakpoint
CREATE POLICY mine ON public.doc
    USING ((owner = CURRENT_USER))
    WITH CHECK ((owner = CURRENT_USER));
--> statement-breakpoint
COMMENT ON POLICY mine ON public.doc IS 'Own documents';
