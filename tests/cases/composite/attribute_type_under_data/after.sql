CREATE TYPE address AS (street text, zip bigint);
CREATE TABLE person (home address);
CREATE VIEW homes AS SELECT (home).zip FROM person;
