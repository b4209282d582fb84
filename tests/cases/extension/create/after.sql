CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE TABLE doc (title text);
CREATE INDEX doc_title ON doc USING gin (title ext.gin_trgm_ops);
