CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'nothing more'; END$$;
CREATE TABLE item (id int);
CREATE EVENT TRIGGER nothing ON ddl_command_start EXECUTE FUNCTION no();
