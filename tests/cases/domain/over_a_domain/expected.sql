ALTER DOMAIN public.score RENAME TO score__old;
--> statement-breakpoint
ALTER DOMAIN public.number RENAME TO number__old;
--> statement-breakpoint
CREATE DOMAIN public.number AS bigint;
--> statement-breakpoint
CREATE DOMAIN public.score AS public.number
    CONSTRAINT score_check CHECK (((VALUE)::bigint > 0));
--> statement-breakpoint
ALTER TABLE public.game ALTER COLUMN score TYPE public.score;
--> statement-breakpoint
DROP DOMAIN public.score__old;
--> statement-breakpoint
DROP DOMAIN public.number__old;
