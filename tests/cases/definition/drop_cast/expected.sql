DROP CAST (text AS public.mood);
