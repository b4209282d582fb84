ALTER TABLE ONLY public.item ALTER COLUMN kind DROP DEFAULT;
--> statement-breakpoint
ALTER TABLE public.item_1 ALTER COLUMN kind DROP DEFAULT;
--> statement-breakpoint
ALTER TYPE public.kind RENAME TO kind__old;
--> statement-breakpoint
CREATE TYPE public.kind AS ENUM ('a', 'b');
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN kind TYPE public.kind USING kind::text::public.kind;
--> statement-breakpoint
DROP TYPE public.kind__old;
--> statement-breakpoint
ALTER TABLE public.item ALTER COLUMN kind SET DEFAULT 'a'::public.kind;
