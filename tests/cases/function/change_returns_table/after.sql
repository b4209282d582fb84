CREATE FUNCTION f() RETURNS TABLE (a int, b text, c int) LANGUAGE sql AS $$SELECT 1, 'x', 2$$;
CREATE VIEW v AS SELECT a, b FROM f();
