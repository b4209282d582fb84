CREATE TABLE item (id int, kind varchar(9), CONSTRAINT known CHECK (kind IN ('a', 'b')));
CREATE INDEX item_known ON item (id) WHERE kind IN ('a', 'b');
CREATE VIEW v AS SELECT id FROM item WHERE kind IN ('a', 'b');
CREATE VIEW w AS SELECT id FROM v;
CREATE POLICY p ON item USING (kind IN ('a', 'b'));
INSERT INTO item VALUES (1, 'a');
