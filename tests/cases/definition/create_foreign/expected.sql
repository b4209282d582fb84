CREATE EXTENSION file_fdw WITH SCHEMA public;
--> statement-breakpoint
CREATE EXTENSION postgres_fdw WITH SCHEMA public;
--> statement-breakpoint
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
--> statement-breakpoint
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
    dbname 'it''s',
    host 'db.example.org'
);
--> statement-breakpoint
CREATE USER MAPPING FOR public SERVER other OPTIONS (
    password 'secret; -- not a comment',
    "user" 'u'
);
--> statement-breakpoint
CREATE FOREIGN TABLE public.far (
    id integer NOT NULL,
    name text DEFAULT 'x'::text,
    CONSTRAINT far_id_check CHECK ((id > 0))
)
SERVER other
OPTIONS (
    table_name 'near'
);
--> statement-breakpoint
ALTER FOREIGN TABLE ONLY public.far ALTER COLUMN id OPTIONS (
    column_name 'no'
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.far;
--> statement-breakpoint
GRANT SELECT ON TABLE public.far TO pg_monitor;
--> statement-breakpoint
GRANT USAGE ON FOREIGN SERVER other TO pg_monitor;
--> statement-breakpoint
COMMENT ON COLUMN public.far.id IS 'number';
