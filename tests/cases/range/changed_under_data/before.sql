CREATE TYPE floatrange AS RANGE (subtype = float8);
CREATE TABLE shop (hours floatrange);
INSERT INTO shop VALUES ('[1,2)');
