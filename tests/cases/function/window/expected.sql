CREATE OR REPLACE FUNCTION public.place()
 RETURNS bigint
 LANGUAGE internal
 WINDOW STABLE
AS $function$window_row_number$function$;
--> statement-breakpoint
CREATE FUNCTION public.place2()
 RETURNS bigint
 LANGUAGE internal
 WINDOW
AS $function$window_rank$function$;
