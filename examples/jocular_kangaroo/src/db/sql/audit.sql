-- Every change to what a family might ask about one day is written down, whoever makes it.
-- The application says who that is: SET LOCAL app.user_id = '42'.
CREATE FUNCTION record_change() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = public
AS $$
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
$$;

CREATE TRIGGER record_change
AFTER INSERT OR UPDATE OR DELETE ON interventions
FOR EACH ROW EXECUTE FUNCTION record_change();

CREATE TRIGGER record_change
AFTER INSERT OR UPDATE OR DELETE ON goals
FOR EACH ROW EXECUTE FUNCTION record_change();

CREATE TRIGGER record_change
AFTER UPDATE OR DELETE ON notes
FOR EACH ROW EXECUTE FUNCTION record_change();
