ALTER INDEX public.k SET (fillfactor=80);
