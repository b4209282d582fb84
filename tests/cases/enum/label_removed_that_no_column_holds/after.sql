CREATE TYPE mood AS ENUM ('sad');
CREATE FUNCTION of(mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (m text, n int);
