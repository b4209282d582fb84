CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE t (one r, many r_multirange, several r[]);
INSERT INTO t VALUES ('[1,2.5]', '{[1,2),[3,4]}', '{"[0,1]"}');
