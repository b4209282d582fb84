CREATE TYPE address AS (street text, zip int);
CREATE TABLE person (home address);
CREATE VIEW homes AS SELECT (home).zip FROM person;
INSERT INTO person VALUES (ROW ('High St', 1));
