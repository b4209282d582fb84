CREATE AGGREGATE "S x"."A"(a integer) (
    SFUNC = "S x"."F f",
    STYPE = integer
);
--> statement-breakpoint
CREATE AGGREGATE "S x".cnt(*) (
    SFUNC = int8inc,
    STYPE = bigint,
    INITCOND = '0'
);
