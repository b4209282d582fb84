CREATE TABLE public.d (
    id integer
);
--> statement-breakpoint
ALTER TABLE public.c ADD CONSTRAINT c_pkey PRIMARY KEY (id);
--> statement-breakpoint
CREATE UNIQUE INDEX a_id ON public.a USING btree (id);
--> statement-breakpoint
ALTER TABLE ONLY public.a REPLICA IDENTITY USING INDEX a_id;
--> statement-breakpoint
ALTER TABLE ONLY public.b REPLICA IDENTITY FULL;
--> statement-breakpoint
ALTER TABLE ONLY public.c REPLICA IDENTITY USING INDEX c_pkey;
--> statement-breakpoint
ALTER TABLE ONLY public.d REPLICA IDENTITY NOTHING;
