CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE TABLE legacy_a (id int PRIMARY KEY, m mood);
CREATE TABLE t (a int REFERENCES legacy_a);
CREATE VIEW v AS SELECT m FROM legacy_a;
