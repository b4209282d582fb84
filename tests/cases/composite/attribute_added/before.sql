CREATE TYPE address AS (street text);
CREATE TABLE person (home address, others address[]);
INSERT INTO person VALUES (ROW ('High St'), ARRAY[ROW ('Low St')::address]);
