CREATE TABLE p (id int primary key, a int);
INSERT INTO p VALUES (1,1);
