ALTER TYPE public.intervention_status ADD VALUE 'discontinued';
--> statement-breakpoint
CREATE TABLE public.audit_log (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    at timestamp with time zone DEFAULT now() NOT NULL,
    user_id bigint,
    table_name text NOT NULL,
    row_id bigint NOT NULL,
    action character varying(6) NOT NULL,
    old jsonb,
    new jsonb,
    CONSTRAINT audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT audit_log_action_check CHECK ((action IN ('INSERT', 'UPDATE', 'DELETE')))
);
--> statement-breakpoint
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.students ADD COLUMN preferred_name character varying(120);
--> statement-breakpoint
CREATE FUNCTION public.record_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
BEGIN
    INSERT INTO audit_log (user_id, table_name, row_id, action, old, new)
    VALUES (
        nullif(current_setting('app.user_id', true), '')::bigint,
        TG_TABLE_NAME,
        coalesce(NEW.id, OLD.id),
        TG_OP,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    );
    RETURN NULL;
END
$function$;
--> statement-breakpoint
CREATE INDEX audit_log_at_idx ON public.audit_log USING brin (at);
--> statement-breakpoint
CREATE INDEX audit_log_table_name_row_id_idx ON public.audit_log USING btree (table_name, row_id);
--> statement-breakpoint
CREATE TRIGGER record_change AFTER INSERT OR DELETE OR UPDATE ON public.goals FOR EACH ROW EXECUTE FUNCTION public.record_change();
--> statement-breakpoint
CREATE TRIGGER record_change AFTER INSERT OR DELETE OR UPDATE ON public.interventions FOR EACH ROW EXECUTE FUNCTION public.record_change();
--> statement-breakpoint
CREATE TRIGGER record_change AFTER DELETE OR UPDATE ON public.notes FOR EACH ROW EXECUTE FUNCTION public.record_change();
--> statement-breakpoint
CREATE POLICY notes_for_the_school ON public.notes FOR SELECT
    USING (((visibility = 'school'::public.visibility) AND (EXISTS ( SELECT
   FROM (public.users u
     JOIN public.students s ON ((s.school_id = u.school_id)))
  WHERE ((s.id = notes.student_id) AND (u.id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint))))));
--> statement-breakpoint
CREATE POLICY notes_for_the_team ON public.notes FOR SELECT
    USING (((visibility = 'team'::public.visibility) AND (EXISTS ( SELECT
   FROM public.interventions i
  WHERE ((i.student_id = notes.student_id) AND (i.interventionist_id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint))))));
--> statement-breakpoint
CREATE POLICY notes_of_the_author ON public.notes
    USING ((author_id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint));
--> statement-breakpoint
COMMENT ON COLUMN public.audit_log.user_id IS 'No foreign key: the log outlives whom it names.';
