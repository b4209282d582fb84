CREATE TABLE doc (id int);
CREATE POLICY p ON doc TO pg_monitor, CURRENT_USER USING (id > 0);
CREATE POLICY q ON doc USING (id > 0);
