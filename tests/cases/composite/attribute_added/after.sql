CREATE TYPE address AS (street text, zip int, city text);
CREATE TABLE person (home address, others address[]);
