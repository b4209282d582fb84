CREATE TABLE t (a int);
CREATE PROCEDURE fill(n int, INOUT done int DEFAULT 0) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.t SELECT generate_series(1, n);
    done := n;
END $$;
CREATE PROCEDURE clear() BEGIN ATOMIC DELETE FROM t; END;
