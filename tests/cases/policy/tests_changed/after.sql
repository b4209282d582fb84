CREATE TABLE doc (id int);
CREATE POLICY p ON doc USING (id > 5) WITH CHECK (id > 1);
CREATE POLICY q ON doc USING (id > 0) WITH CHECK (id > 6);
