CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION f(m mood DEFAULT 'ok', ms mood[] DEFAULT '{}') RETURNS SETOF mood LANGUAGE sql AS 'SELECT $1';
CREATE PROCEDURE p(m mood) LANGUAGE sql AS 'SELECT';
CREATE TYPE moodrange AS RANGE (subtype = mood);
CREATE VIEW v AS SELECT f() AS m;
