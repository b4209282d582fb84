CREATE TABLE z (id int primary key);
CREATE TABLE p (id int, a int default 3 not null, b text default 'x') PARTITION BY RANGE (id);
