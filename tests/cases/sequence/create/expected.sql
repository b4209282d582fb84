CREATE SEQUENCE public.down INCREMENT BY -1;
--> statement-breakpoint
CREATE SEQUENCE public.every AS integer START WITH 10 INCREMENT BY 5 MINVALUE 5 MAXVALUE 1000 CACHE 3 CYCLE;
--> statement-breakpoint
CREATE SEQUENCE public.plain;
--> statement-breakpoint
CREATE UNLOGGED SEQUENCE public.quick;
--> statement-breakpoint
CREATE SEQUENCE public.small AS smallint;
