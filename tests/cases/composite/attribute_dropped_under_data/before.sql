CREATE TYPE address AS (street text, zip int, city text);
CREATE TABLE person (home address);
CREATE VIEW homes AS SELECT home, (home).zip FROM person;
INSERT INTO person VALUES (ROW ('High St', 1, 'Ulm'));
