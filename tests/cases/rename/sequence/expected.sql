ALTER SEQUENCE public.numbers RENAME TO tickets;
--> statement-breakpoint
ALTER SEQUENCE public.tickets INCREMENT BY 5;
