CREATE TABLE item (a int, b int);
CREATE FUNCTION near(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT abs($1 - $2) < 2';
CREATE OPERATOR ~== (LEFTARG = int, RIGHTARG = int, FUNCTION = near, COMMUTATOR = ~==);
CREATE OPERATOR !! (RIGHTARG = int, FUNCTION = int4abs);
CREATE VIEW v AS SELECT a ~== b AS close FROM item;
