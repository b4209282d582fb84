CREATE TABLE public.item (
    a integer
);
--> statement-breakpoint
CREATE FUNCTION public.backwards(integer, integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT btint4cmp($2, $1)$function$;
--> statement-breakpoint
CREATE OPERATOR FAMILY public.int_down USING btree;
--> statement-breakpoint
CREATE OPERATOR CLASS public.int_down
    FOR TYPE integer USING btree FAMILY public.int_down AS
    OPERATOR 1 >(integer,integer) ,
    OPERATOR 2 >=(integer,integer) ,
    OPERATOR 3 =(integer,integer) ,
    OPERATOR 4 <=(integer,integer) ,
    OPERATOR 5 <(integer,integer) ,
    FUNCTION 1 (integer, integer) public.backwards(integer,integer);
--> statement-breakpoint
CREATE INDEX item_a ON public.item USING btree (a public.int_down);
