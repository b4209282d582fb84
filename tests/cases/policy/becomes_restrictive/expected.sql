DROP POLICY p ON public.doc;
--> statement-breakpoint
DROP POLICY q ON public.doc;
--> statement-breakpoint
CREATE POLICY p ON public.doc AS RESTRICTIVE
    USING ((id > 0));
--> statement-breakpoint
CREATE POLICY q ON public.doc FOR DELETE
    USING ((id > 0));
