CREATE TYPE address AS (street text COLLATE "C", "no" varchar(8), "Zip Code" int);
CREATE TABLE person (home address, others address[]);
