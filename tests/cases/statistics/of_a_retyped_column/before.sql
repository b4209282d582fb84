CREATE TABLE item (a int, b int);
CREATE STATISTICS x ON a, b FROM item;
CREATE STATISTICS y ON (a + b), b FROM item;
INSERT INTO item VALUES (1, 2);
