ALTER TABLE public.a ALTER COLUMN d DROP NOT NULL;
--> statement-breakpoint
CREATE TABLE public.a_b (
    c integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE public.a ALTER COLUMN b_c SET NOT NULL;
