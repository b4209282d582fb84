CREATE DOMAIN email AS text CONSTRAINT short CHECK (length(VALUE) < 10) CONSTRAINT kept CHECK (VALUE <> '');
CREATE TABLE person (mail email);
INSERT INTO person VALUES ('a@b');
