ALTER POLICY p ON public.doc
    USING ((id > 5));
--> statement-breakpoint
ALTER POLICY q ON public.doc
    WITH CHECK ((id > 6));
