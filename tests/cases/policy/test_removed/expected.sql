DROP POLICY p ON public.doc;
--> statement-breakpoint
CREATE POLICY p ON public.doc
    USING ((id > 0));
--> statement-breakpoint
COMMENT ON POLICY p ON public.doc IS 'Kept';
