CREATE OR REPLACE VIEW public.v WITH (security_barrier=true) AS
 SELECT a
   FROM public.t
  WHERE (a > 2);
