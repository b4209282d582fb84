CREATE FUNCTION f(text) RETURNS bool LANGUAGE internal IMMUTABLE SUPPORT textlike_support AS 'texteq';
