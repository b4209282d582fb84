CREATE TABLE item (id bigint);
CREATE VIEW v AS SELECT id FROM item;
