CREATE TABLE item (id int, name varchar(10));
CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER a BEFORE UPDATE OF name ON item FOR EACH ROW WHEN (new.name <> '') EXECUTE FUNCTION act();
INSERT INTO item VALUES (1, 'a');
