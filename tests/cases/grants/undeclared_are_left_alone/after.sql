CREATE TABLE item (id int, name text, price int);
CREATE TABLE other (id int);
