ALTER TABLE public.child INHERIT public.two;
