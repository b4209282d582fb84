CREATE TABLE item (id int, name text, old int);
CREATE VIEW v AS SELECT id, name, old FROM item;
CREATE VIEW w AS SELECT id FROM v;
