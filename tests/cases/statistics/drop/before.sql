CREATE TABLE item (a int, b int);
CREATE STATISTICS every ON a, b FROM item;
