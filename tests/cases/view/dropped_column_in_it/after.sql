CREATE TABLE item (id int, name text);
CREATE VIEW v AS SELECT id, name FROM item;
CREATE VIEW w AS SELECT id FROM v;
