DROP VIEW public.best;
--> statement-breakpoint
ALTER TABLE public.game ALTER COLUMN score DROP DEFAULT;
--> statement-breakpoint
ALTER DOMAIN public.score RENAME TO score__old;
--> statement-breakpoint
CREATE DOMAIN public.score AS bigint
    CONSTRAINT score_check CHECK ((VALUE > 0));
--> statement-breakpoint
ALTER TABLE public.game ALTER COLUMN score TYPE public.score;
--> statement-breakpoint
ALTER TABLE public.game ALTER COLUMN scores TYPE public.score[] USING scores::text::public.score[];
--> statement-breakpoint
DROP DOMAIN public.score__old;
--> statement-breakpoint
ALTER TABLE public.game ALTER COLUMN score SET DEFAULT 1;
--> statement-breakpoint
CREATE VIEW public.best AS
 SELECT id,
    score
   FROM public.game
  ORDER BY score DESC;
