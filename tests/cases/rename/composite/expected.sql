ALTER TYPE public.pair RENAME TO couple;
--> statement-breakpoint
ALTER TYPE public.couple RENAME ATTRIBUTE b TO c;
