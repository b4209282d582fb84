CREATE TABLE p (id int, a int, b int) PARTITION BY RANGE (id, (b+1));
