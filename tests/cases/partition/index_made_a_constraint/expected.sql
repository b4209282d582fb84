ALTER TABLE public.note DROP CONSTRAINT note_id_at_fkey;
--> statement-breakpoint
DROP INDEX public.event_key CASCADE;
--> statement-breakpoint
ALTER TABLE public.event ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
CREATE UNIQUE INDEX event_key ON public.event USING btree (id, at);
--> statement-breakpoint
ALTER TABLE public.note ADD CONSTRAINT note_id_at_fkey FOREIGN KEY (id, at) REFERENCES public.event_24(id, at);
