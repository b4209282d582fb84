CREATE TABLE doc (id int);
CREATE POLICY p ON doc USING (id > 0);
COMMENT ON POLICY p ON doc IS 'Kept';
