DROP POLICY p ON public.doc;
