CREATE DOMAIN price AS numeric(12, 4);
CREATE DOMAIN code AS varchar(10);
CREATE TABLE item (p price, c code);
INSERT INTO item VALUES (1.5, 'abc');
