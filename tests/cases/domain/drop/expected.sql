DROP DOMAIN public.email;
