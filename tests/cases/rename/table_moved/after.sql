CREATE SCHEMA archive;
CREATE TABLE archive.log (id serial PRIMARY KEY, at timestamptz, note text);
CREATE INDEX log_at ON archive.log (at);
CREATE VIEW public.seen AS SELECT note FROM archive.log;
