ALTER TABLE public.note DROP CONSTRAINT note_id_at_fkey;
--> statement-breakpoint
DO $$
DECLARE
    more text;
BEGIN
    LOCK TABLE public.event IN ACCESS EXCLUSIVE MODE;
    WITH RECURSIVE going AS (
        SELECT classid::oid, objid::oid FROM (VALUES
            ('pg_class'::regclass, 'public.event_key'::regclass::oid),
            ('pg_constraint'::regclass, (SELECT oid FROM pg_constraint WHERE (conrelid, conname) = (to_regclass('public.event_24'), 'once')))
        ) AS planned (classid, objid) WHERE objid IS NOT NULL
        UNION SELECT d.classid, d.objid FROM going AS g JOIN pg_depend AS d
            ON d.refclassid = g.classid AND d.refobjid = g.objid AND d.deptype <> 'n'
    ), along AS (
        SELECT d.classid, d.objid, d.objsubid FROM going AS g JOIN pg_depend AS d
            ON d.refclassid = g.classid AND d.refobjid = g.objid
        UNION SELECT d.refclassid, d.refobjid, 0 FROM going AS g JOIN pg_depend AS d
            ON d.classid = g.classid AND d.objid = g.objid AND d.deptype = 'i'
    )
    SELECT string_agg(thing, ', ' ORDER BY thing) INTO more FROM (
        SELECT DISTINCT pg_describe_object(classid, objid, objsubid) AS thing FROM along
        WHERE (classid, objid) NOT IN (SELECT classid, objid FROM going)
    ) AS found;
    IF more IS NOT NULL THEN
        RAISE EXCEPTION USING MESSAGE = 'Index public.event_key can be dropped only with CASCADE, which would take along what isn''t planned: ' || more,
            HINT = 'Drop that first, and make it again afterwards; or let the models have it.';
    END IF;
END
$$;
--> statement-breakpoint
DROP INDEX public.event_key CASCADE;
--> statement-breakpoint
ALTER TABLE public.event ALTER COLUMN id TYPE bigint;
--> statement-breakpoint
CREATE UNIQUE INDEX event_key ON public.event USING btree (id, at);
--> statement-breakpoint
ALTER TABLE public.note ADD CONSTRAINT note_id_at_fkey FOREIGN KEY (id, at) REFERENCES public.event_24(id, at);
