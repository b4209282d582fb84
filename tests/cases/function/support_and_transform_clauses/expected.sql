CREATE OR REPLACE FUNCTION public.f(text)
 RETURNS boolean
 LANGUAGE internal
 IMMUTABLE SUPPORT textlike_support
AS $function$texteq$function$;
