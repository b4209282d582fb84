CREATE SCHEMA "S x";
CREATE FUNCTION "S x"."F f"(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE TYPE "S x".tt AS (a int);
CREATE AGGREGATE "S x"."A"(a int) (SFUNC = "S x"."F f", STYPE = int);
CREATE AGGREGATE "S x".cnt(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
