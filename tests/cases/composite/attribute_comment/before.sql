CREATE TYPE address AS (street text, zip int);
COMMENT ON COLUMN address.zip IS 'Five digits';
