CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION of(mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (m mood, n int);
INSERT INTO t VALUES ('ok', 1);
