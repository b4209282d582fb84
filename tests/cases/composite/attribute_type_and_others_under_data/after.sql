CREATE TYPE kind AS ENUM ('house', 'flat');
CREATE TYPE address AS (street text, zip bigint, kind kind);
CREATE TYPE home AS (at address, since date);
CREATE TABLE person (home address, others address[], first home);
CREATE VIEW homes AS SELECT (home).zip FROM person;
