CREATE TABLE doc (id int);
CREATE POLICY p ON doc USING (id > 0);
CREATE POLICY q ON doc TO pg_monitor USING (id > 0);
