CREATE TABLE place (id int, name text);
CREATE TABLE city () INHERITS (place);
ALTER TABLE place ADD CONSTRAINT named NOT NULL name NOT VALID;
