CREATE TYPE address AS (street text, zip int);
COMMENT ON COLUMN address.street IS 'With the number';
COMMENT ON TYPE address IS 'Where';
