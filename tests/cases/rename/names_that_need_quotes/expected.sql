ALTER TABLE public."A b" RENAME TO "select";
--> statement-breakpoint
ALTER TABLE public."select" RENAME COLUMN "c ""d" TO "E.f";
--> statement-breakpoint
ALTER TABLE public."select" RENAME CONSTRAINT "A b_pkey" TO select_pkey;
--> statement-breakpoint
ALTER INDEX public."i x" RENAME TO "i y";
