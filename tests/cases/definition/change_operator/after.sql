CREATE TABLE item (a int, b int);
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq, RESTRICT = eqsel, HASHES);
CREATE VIEW v AS SELECT a === b AS same FROM item;
CREATE INDEX item_same ON item ((a === b));
