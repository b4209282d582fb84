DROP STATISTICS public.every;
