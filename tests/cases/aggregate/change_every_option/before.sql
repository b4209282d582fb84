CREATE FUNCTION sf(internal, anyelement) RETURNS internal LANGUAGE internal IMMUTABLE AS 'array_agg_transfn';
CREATE AGGREGATE sumx(int) (SFUNC = int4pl, STYPE = int);
