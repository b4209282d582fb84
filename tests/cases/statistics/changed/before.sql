CREATE TABLE item (a int, b int);
CREATE STATISTICS x (ndistinct) ON a, b FROM item;
CREATE STATISTICS y ON a, b FROM item;
COMMENT ON STATISTICS x IS 'Kept';
