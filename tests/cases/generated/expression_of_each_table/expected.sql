ALTER TABLE ONLY public.event ALTER COLUMN until SET EXPRESSION AS ((at + 4));
--> statement-breakpoint
ALTER TABLE ONLY public.event_1 ALTER COLUMN until SET EXPRESSION AS ((at + 4));
--> statement-breakpoint
ALTER TABLE ONLY public.event_2 ALTER COLUMN until SET EXPRESSION AS ((at + 3));
--> statement-breakpoint
ALTER TABLE ONLY public.item ALTER COLUMN gross SET EXPRESSION AS ((price + 2));
--> statement-breakpoint
ALTER TABLE ONLY public.book ALTER COLUMN gross SET EXPRESSION AS ((price + 2));
--> statement-breakpoint
ALTER TABLE public.comic ALTER COLUMN gross SET EXPRESSION AS ((price + 8));
--> statement-breakpoint
ALTER TABLE public.event ADD COLUMN twice integer GENERATED ALWAYS AS ((at * 2)) VIRTUAL;
--> statement-breakpoint
ALTER TABLE ONLY public.event_2 ALTER COLUMN twice SET EXPRESSION AS ((at * 3));
