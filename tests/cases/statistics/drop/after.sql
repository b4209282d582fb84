CREATE TABLE item (a int, b int);
