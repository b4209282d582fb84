CREATE TYPE pair AS (l int, a int, m int, b text);
CREATE TABLE pairs OF pair;
