CREATE FUNCTION place() RETURNS bigint LANGUAGE internal WINDOW STABLE AS 'window_row_number';
CREATE FUNCTION place2() RETURNS bigint LANGUAGE internal WINDOW AS 'window_rank';
