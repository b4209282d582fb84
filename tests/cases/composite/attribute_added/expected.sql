ALTER TYPE public.address ADD ATTRIBUTE zip integer, ADD ATTRIBUTE city text;
