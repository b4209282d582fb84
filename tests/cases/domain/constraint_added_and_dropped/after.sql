CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%') CONSTRAINT kept CHECK (VALUE <> '');
CREATE TABLE person (mail email);
