CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'nothing more'; END$$;
CREATE EVENT TRIGGER nothing ON sql_drop EXECUTE FUNCTION no();
