CREATE TABLE item (id int);
CREATE TABLE v (id int);
