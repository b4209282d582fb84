DROP POLICY p ON public.doc;
--> statement-breakpoint
ALTER TABLE public.member ALTER COLUMN level TYPE bigint;
--> statement-breakpoint
CREATE POLICY p ON public.doc
    USING ((EXISTS ( SELECT
   FROM public.member
  WHERE (member.level > 1))));
