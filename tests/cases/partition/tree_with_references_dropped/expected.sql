DROP TABLE public.note_1;
--> statement-breakpoint
DROP TABLE public.note_2a;
--> statement-breakpoint
DROP TABLE public.note_2;
--> statement-breakpoint
DROP TABLE public.note;
--> statement-breakpoint
DROP TABLE public.owner;
