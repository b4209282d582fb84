CREATE FUNCTION f(a int, OUT x int, OUT y text) LANGUAGE sql AS $$SELECT 1, 'a'$$;
CREATE FUNCTION g(a int, OUT x int, OUT z int) LANGUAGE sql AS 'SELECT 1, 2';
