CREATE TABLE item (id int PRIMARY KEY, name text, price numeric);
CREATE VIEW cheap WITH (security_invoker = true, security_barrier) AS SELECT id, name FROM item WHERE price < 10
    WITH LOCAL CHECK OPTION;
CREATE VIEW names (upper_name) AS SELECT upper(name) FROM cheap;
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
CREATE VIEW grouped AS SELECT id, name, price FROM item GROUP BY id;
COMMENT ON VIEW names IS 'In capitals';
COMMENT ON COLUMN names.upper_name IS 'The name';
ALTER VIEW cheap ALTER COLUMN name SET DEFAULT 'thing';
