CREATE TABLE item (id int, name text);
CREATE TABLE log (id int);
CREATE VIEW v AS SELECT id FROM item;
CREATE RULE logged AS ON UPDATE TO item WHERE old.id > 0 DO ALSO INSERT INTO log VALUES (old.id);
CREATE RULE into_item AS ON INSERT TO v DO INSTEAD (INSERT INTO item (id) VALUES (new.id); NOTIFY item);
ALTER TABLE item DISABLE RULE logged;
COMMENT ON RULE logged ON item IS 'Keeps track';
