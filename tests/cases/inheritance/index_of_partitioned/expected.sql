CREATE INDEX log_a ON public.log USING btree (a);
