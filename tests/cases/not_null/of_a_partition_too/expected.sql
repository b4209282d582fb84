ALTER TABLE public.event ALTER COLUMN what DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.event ALTER COLUMN whence DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t_24 ALTER COLUMN what DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t_24 ALTER COLUMN whence DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.event ALTER COLUMN who DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE public.t_24 VALIDATE CONSTRAINT manner;
--> statement-breakpoint
-- public.event.how becomes NOT NULL, which fails where a row has no value there. Fill these in first: UPDATE
-- public.event SET how = … WHERE how IS NULL
ALTER TABLE public.event ADD CONSTRAINT manner NOT NULL how;
--> statement-breakpoint
ALTER TABLE public.t_24 ADD CONSTRAINT mine NOT NULL whence NOT VALID;
--> statement-breakpoint
ALTER TABLE public.event ADD CONSTRAINT source NOT NULL whence NOT VALID;
--> statement-breakpoint
ALTER TABLE public.t_24 ADD CONSTRAINT someone NOT NULL who;
--> statement-breakpoint
ALTER TABLE public.t_24 ADD CONSTRAINT reason NOT NULL why NOT VALID;
--> statement-breakpoint
ALTER TABLE public.event ALTER COLUMN why DROP NOT NULL;
