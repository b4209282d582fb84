CREATE TYPE public.empty AS ENUM ();
--> statement-breakpoint
CREATE TYPE public.long AS ENUM (
    'monday',
    'tuesday',
    'wednesday',
    'thursday',
    'friday',
    'saturday',
    'sunday',
    'holiday'
);
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad', 'it''s ok', E'back\\slash', '😀');
