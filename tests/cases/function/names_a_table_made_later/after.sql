CREATE FUNCTION a_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.item';
CREATE TABLE item (id int);
CREATE VIEW total AS SELECT a_count() AS n;
