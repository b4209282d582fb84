CREATE EXTENSION postgres_fdw;
CREATE EXTENSION file_fdw;
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example.org', dbname 'it''s');
CREATE USER MAPPING FOR PUBLIC SERVER other OPTIONS (user 'u', password 'secret; -- not a comment');
CREATE FOREIGN TABLE far (id int OPTIONS (column_name 'no') NOT NULL, name text DEFAULT 'x', CHECK (id > 0))
    SERVER other OPTIONS (table_name 'near');
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE VIEW v AS SELECT id FROM far;
COMMENT ON COLUMN far.id IS 'number';
GRANT SELECT ON far TO pg_monitor;
GRANT USAGE ON FOREIGN SERVER other TO pg_monitor;
