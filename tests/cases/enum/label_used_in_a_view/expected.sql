ALTER TYPE public.mood ADD VALUE 'happy';

-- another file, since what stands above must be committed first
ALTER TABLE public.person ADD CONSTRAINT person_check CHECK (((mood <> 'happy'::public.mood) OR (id > 0)));
--> statement-breakpoint
CREATE VIEW public.happy AS
 SELECT id
   FROM public.person
  WHERE (mood = 'happy'::public.mood);
--> statement-breakpoint
CREATE INDEX happy_people ON public.person USING btree (id) WHERE (mood = 'happy'::public.mood);
