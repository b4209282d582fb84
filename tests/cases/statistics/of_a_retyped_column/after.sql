CREATE TABLE item (a bigint, b int);
CREATE STATISTICS x ON a, b FROM item;
CREATE STATISTICS y ON (a + b), b FROM item;
