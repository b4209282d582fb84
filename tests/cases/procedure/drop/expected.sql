DROP PROCEDURE public.clear(integer);
