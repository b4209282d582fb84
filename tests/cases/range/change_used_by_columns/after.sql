CREATE TYPE r AS RANGE (subtype = float8);
CREATE TABLE t (one r, many r_multirange, several r[]);
