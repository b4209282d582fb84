ALTER TYPE public.e RENAME VALUE 'b' TO 'it''s';
--> statement-breakpoint
ALTER TYPE public.e ADD VALUE 'c' AFTER 'a';
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e SET DEFAULT 'it''s'::public.e;
