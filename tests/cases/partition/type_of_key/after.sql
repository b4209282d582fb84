CREATE TABLE p (id bigint, a int, b bigint) PARTITION BY RANGE (id, (b+1));
