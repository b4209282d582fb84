CREATE TABLE public.p2 PARTITION OF public.p
FOR VALUES IN (2);
--> statement-breakpoint
ALTER TABLE public.p ADD CONSTRAINT p_id_r_excl EXCLUDE USING gist (id WITH =, r WITH &&);
