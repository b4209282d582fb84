CREATE FUNCTION add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$SELECT a + b$$;
CREATE FUNCTION add(a text, VARIADIC more text[]) RETURNS text LANGUAGE sql AS $$SELECT a || array_to_string(more, '')$$;
CREATE FUNCTION pair(OUT a int, OUT b text) LANGUAGE sql AS $$SELECT 1, 'x'$$;
CREATE FUNCTION many(n int) RETURNS TABLE (i int, t text) LANGUAGE plpgsql SECURITY DEFINER COST 7 ROWS 12
    SET search_path = '' AS $_$
BEGIN
    RETURN QUERY SELECT g, $$it's$$ FROM generate_series(1, n) g;
END
$_$;
