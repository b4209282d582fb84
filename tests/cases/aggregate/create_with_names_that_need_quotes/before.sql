CREATE SCHEMA "S x";
CREATE FUNCTION "S x"."F f"(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE TYPE "S x".tt AS (a int);
