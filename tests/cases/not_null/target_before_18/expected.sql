ALTER TABLE public.a ALTER COLUMN d DROP NOT NULL;
--> statement-breakpoint
CREATE TABLE public.a_b (
    c integer NOT NULL
);
--> statement-breakpoint
-- public.a.b_c becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE public.a SET
-- b_c = … WHERE b_c IS NULL
ALTER TABLE public.a ALTER COLUMN b_c SET NOT NULL;
