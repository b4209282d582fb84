DROP CONVERSION public.mine;
