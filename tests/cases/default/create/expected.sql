ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 5;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'it''s \ here'::text;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT false;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN d SET DEFAULT '{"a": [1, null]}'::jsonb;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN e SET DEFAULT CURRENT_TIMESTAMP;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN f SET DEFAULT public.f();
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN g SET DEFAULT gen_random_uuid();
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN h SET DEFAULT ARRAY['a'::text, 'b'::text];
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN i SET DEFAULT '-1.5'::numeric;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN j SET DEFAULT nextval('public.s'::regclass);
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN k SET DEFAULT '1 day'::interval;
--> statement-breakpoint
ALTER TABLE public.t ALTER COLUMN l SET DEFAULT '\x00'::bytea;
