CREATE SCHEMA app;
--> statement-breakpoint
CREATE EXTENSION hstore WITH SCHEMA public;
--> statement-breakpoint
CREATE COLLATION public.posix (provider = libc, locale = 'C');
--> statement-breakpoint
CREATE OPERATOR public.=== (
    FUNCTION = int4eq,
    LEFTARG = integer,
    RIGHTARG = integer
);
--> statement-breakpoint
CREATE OPERATOR FAMILY public.fam USING btree;
--> statement-breakpoint
CREATE CONVERSION public.conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
--> statement-breakpoint
CREATE TEXT SEARCH DICTIONARY public.dict (
    TEMPLATE = pg_catalog.simple );
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION public.conf (
    PARSER = pg_catalog."default" );
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR asciiword WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR word WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR numword WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR email WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR url WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR host WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR sfloat WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR version WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR hword_numpart WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR hword_part WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR hword_asciipart WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR numhword WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR asciihword WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR hword WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR url_path WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR file WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR "float" WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR "int" WITH simple;
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION public.conf
    ADD MAPPING FOR uint WITH simple;
--> statement-breakpoint
CREATE FOREIGN DATA WRAPPER fdw;
--> statement-breakpoint
CREATE SERVER srv FOREIGN DATA WRAPPER fdw;
--> statement-breakpoint
CREATE FOREIGN TABLE public.ft (
    a integer
)
SERVER srv;
--> statement-breakpoint
CREATE TYPE public.mood AS ENUM ('sad');
--> statement-breakpoint
CREATE CAST (public.mood AS integer) WITH INOUT;
--> statement-breakpoint
CREATE TYPE public.pair AS (
    a integer,
    b integer
);
--> statement-breakpoint
CREATE TYPE public.timerange AS RANGE (
    subtype = time without time zone
);
--> statement-breakpoint
CREATE DOMAIN public.score AS integer
    CONSTRAINT positive CHECK ((VALUE > 0));
--> statement-breakpoint
CREATE SEQUENCE public.numbers;
--> statement-breakpoint
CREATE TABLE public.item (
    id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    name text CONSTRAINT named NOT NULL,
    parent integer,
    span int4range,
    CONSTRAINT item_pkey PRIMARY KEY (id),
    CONSTRAINT one UNIQUE (name),
    CONSTRAINT short CHECK ((length(name) < 9)),
    CONSTRAINT apart EXCLUDE USING gist (span WITH &&),
    CONSTRAINT up FOREIGN KEY (parent) REFERENCES public.item(id)
);
--> statement-breakpoint
CREATE FUNCTION public.f(a integer, OUT b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
--> statement-breakpoint
CREATE PROCEDURE public.p()
 LANGUAGE sql
AS $procedure$SELECT$procedure$;
--> statement-breakpoint
CREATE AGGREGATE public.my_sum(integer) (
    SFUNC = int4pl,
    STYPE = integer
);
--> statement-breakpoint
CREATE VIEW public.v AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
CREATE MATERIALIZED VIEW public.m AS
 SELECT id
   FROM public.item;
--> statement-breakpoint
CREATE INDEX item_name ON public.item USING btree (name);
--> statement-breakpoint
CREATE STATISTICS public.s ON id, name FROM public.item;
--> statement-breakpoint
CREATE RULE r AS
    ON DELETE TO public.item DO INSTEAD NOTHING;
--> statement-breakpoint
CREATE TRIGGER t BEFORE UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
--> statement-breakpoint
CREATE POLICY noone ON public.item;
--> statement-breakpoint
CREATE PUBLICATION pub;
--> statement-breakpoint
COMMENT ON AGGREGATE public.my_sum(integer) IS 'aggregate';
--> statement-breakpoint
COMMENT ON CAST (public.mood AS integer) IS 'cast';
--> statement-breakpoint
COMMENT ON COLLATION public.posix IS 'collation';
--> statement-breakpoint
COMMENT ON COLUMN public.item.name IS 'column';
--> statement-breakpoint
COMMENT ON CONSTRAINT apart ON public.item IS 'exclusion';
--> statement-breakpoint
COMMENT ON CONSTRAINT item_pkey ON public.item IS 'primary key';
--> statement-breakpoint
COMMENT ON CONSTRAINT one ON public.item IS 'unique';
--> statement-breakpoint
COMMENT ON CONSTRAINT short ON public.item IS 'check';
--> statement-breakpoint
COMMENT ON CONSTRAINT up ON public.item IS 'foreign key';
--> statement-breakpoint
COMMENT ON CONVERSION public.conv IS 'conversion';
--> statement-breakpoint
COMMENT ON CONSTRAINT positive ON DOMAIN public.score IS 'domain constraint';
--> statement-breakpoint
COMMENT ON EXTENSION hstore IS 'ours';
--> statement-breakpoint
COMMENT ON FOREIGN TABLE public.ft IS 'foreign table';
--> statement-breakpoint
COMMENT ON FOREIGN DATA WRAPPER fdw IS 'wrapper';
--> statement-breakpoint
COMMENT ON FUNCTION public.f(integer) IS 'function';
--> statement-breakpoint
COMMENT ON SEQUENCE public.item_id_seq IS 'identity';
--> statement-breakpoint
COMMENT ON INDEX public.item_name IS 'index';
--> statement-breakpoint
COMMENT ON INDEX public.item_pkey IS 'index of a key';
--> statement-breakpoint
COMMENT ON MATERIALIZED VIEW public.m IS 'materialized view';
--> statement-breakpoint
COMMENT ON CONSTRAINT named ON public.item IS 'not null';
--> statement-breakpoint
COMMENT ON OPERATOR public.=== (integer, integer) IS 'operator';
--> statement-breakpoint
COMMENT ON OPERATOR FAMILY public.fam USING btree IS 'operator family';
--> statement-breakpoint
COMMENT ON COLUMN public.ft.a IS 'column of a foreign table';
--> statement-breakpoint
COMMENT ON COLUMN public.pair.a IS 'attribute';
--> statement-breakpoint
COMMENT ON COLUMN public.v.id IS 'column of a view';
--> statement-breakpoint
COMMENT ON POLICY noone ON public.item IS 'policy';
--> statement-breakpoint
COMMENT ON PROCEDURE public.p() IS 'procedure';
--> statement-breakpoint
COMMENT ON PUBLICATION pub IS 'publication';
--> statement-breakpoint
COMMENT ON TYPE public.item IS 'row type';
--> statement-breakpoint
COMMENT ON RULE r ON public.item IS 'rule';
--> statement-breakpoint
COMMENT ON SCHEMA app IS 'schema';
--> statement-breakpoint
COMMENT ON SEQUENCE public.numbers IS 'sequence';
--> statement-breakpoint
COMMENT ON SERVER srv IS 'server';
--> statement-breakpoint
COMMENT ON STATISTICS public.s IS 'statistics';
--> statement-breakpoint
COMMENT ON TABLE public.item IS E'it''s "quoted"
\\backslash $$ é 😀';
--> statement-breakpoint
COMMENT ON TEXT SEARCH CONFIGURATION public.conf IS 'configuration';
--> statement-breakpoint
COMMENT ON TEXT SEARCH DICTIONARY public.dict IS 'dictionary';
--> statement-breakpoint
COMMENT ON TRIGGER t ON public.item IS 'trigger';
--> statement-breakpoint
COMMENT ON TYPE public.mood IS 'type';
--> statement-breakpoint
COMMENT ON TYPE public.pair IS 'composite';
--> statement-breakpoint
COMMENT ON DOMAIN public.score IS 'domain';
--> statement-breakpoint
COMMENT ON TYPE public.timerange IS 'range';
--> statement-breakpoint
COMMENT ON VIEW public.v IS 'view';
