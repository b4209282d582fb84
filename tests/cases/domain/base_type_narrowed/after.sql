CREATE DOMAIN price AS numeric(8, 2);
CREATE DOMAIN code AS varchar(5);
CREATE TABLE item (p price, c code);
