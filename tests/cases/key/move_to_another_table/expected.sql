ALTER TABLE public.old DROP CONSTRAINT the_key;
--> statement-breakpoint
ALTER TABLE public.old DROP CONSTRAINT the_code;
--> statement-breakpoint
CREATE TABLE public.new (
    id bigint DEFAULT nextval('public.s'::regclass) NOT NULL,
    code text
);
--> statement-breakpoint
ALTER TABLE public.new ADD CONSTRAINT the_key PRIMARY KEY (id);
--> statement-breakpoint
ALTER TABLE public.new ADD CONSTRAINT the_code UNIQUE (code);
--> statement-breakpoint
ALTER SEQUENCE public.s OWNED BY public.new.id;
--> statement-breakpoint
DROP TABLE public.old;
