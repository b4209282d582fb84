CREATE TABLE doc (id int);
CREATE POLICY p ON doc USING (id > 0) WITH CHECK (id > 1);
COMMENT ON POLICY p ON doc IS 'Kept';
