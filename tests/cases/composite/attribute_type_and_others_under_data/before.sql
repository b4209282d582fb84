CREATE TYPE address AS (street text, floor int, zip int);
CREATE TYPE home AS (at address, since date);
CREATE TABLE person (home address, others address[], first home);
CREATE VIEW homes AS SELECT (home).zip FROM person;
INSERT INTO person VALUES (ROW ('High St, "A"', 1, 2), ARRAY[ROW ('Low St', 3, 4)::address], ROW (ROW ('', NULL, 5), NULL));
