CREATE DOMAIN price AS numeric(12, 4);
CREATE TABLE item (p price, q price, r price);
INSERT INTO item VALUES (1.5, 1, 1);
