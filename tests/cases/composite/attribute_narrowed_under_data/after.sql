CREATE TYPE pair AS (a numeric(8, 2), b varchar(5));
CREATE TABLE item (p pair);
