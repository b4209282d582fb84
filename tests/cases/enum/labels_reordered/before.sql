CREATE TYPE size AS ENUM ('large', 'small', 'medium');
CREATE TABLE shirt (id int, size size DEFAULT 'medium');
CREATE MATERIALIZED VIEW shirts AS SELECT size, count(*) FROM shirt GROUP BY size;
CREATE UNIQUE INDEX shirts_size ON shirts (size);
INSERT INTO shirt VALUES (1, 'large'), (2, 'small');
