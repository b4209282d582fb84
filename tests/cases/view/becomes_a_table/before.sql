CREATE TABLE item (id int);
CREATE VIEW v AS SELECT id FROM item;
