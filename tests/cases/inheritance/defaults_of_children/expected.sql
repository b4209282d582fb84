ALTER TABLE ONLY public.base ALTER COLUMN a SET DEFAULT 3;
--> statement-breakpoint
ALTER TABLE ONLY public.base ALTER COLUMN id SET DEFAULT 2;
--> statement-breakpoint
ALTER TABLE public.child ALTER COLUMN a SET DEFAULT 3;
--> statement-breakpoint
ALTER TABLE public.child ALTER COLUMN id SET DEFAULT 2;
--> statement-breakpoint
ALTER TABLE public.child2 ALTER COLUMN id SET DEFAULT 9;
