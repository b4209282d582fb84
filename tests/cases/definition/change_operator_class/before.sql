CREATE FUNCTION backwards(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($2, $1)';
CREATE OPERATOR CLASS int_down FOR TYPE int USING btree AS
    OPERATOR 1 >, OPERATOR 3 =, OPERATOR 5 <, FUNCTION 1 backwards(int, int);
CREATE TABLE item (a int);
CREATE INDEX item_a ON item (a int_down);
INSERT INTO item VALUES (1);
