CREATE TABLE item (id int, name text);
CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER a BEFORE UPDATE OF name ON item FOR EACH ROW WHEN (old.name <> new.name) EXECUTE FUNCTION act();
COMMENT ON TRIGGER a ON item IS 'Kept';
