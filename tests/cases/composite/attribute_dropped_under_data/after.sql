CREATE TYPE address AS (street text, city text);
CREATE TABLE person (home address);
CREATE VIEW homes AS SELECT home FROM person;
