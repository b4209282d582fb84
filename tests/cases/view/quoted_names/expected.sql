CREATE SCHEMA "select";
--> statement-breakpoint
CREATE TABLE "select"."Table" (
    "from" integer,
    "a""b" text,
    "é 😀" integer
);
--> statement-breakpoint
CREATE VIEW "select"."View" AS
 SELECT "from",
    "a""b",
    "é 😀"
   FROM "select"."Table" "t t";
--> statement-breakpoint
CREATE MATERIALIZED VIEW "select"."M" AS
 SELECT count(*) AS "Count"
   FROM "select"."View";
--> statement-breakpoint
GRANT SELECT ("from") ON TABLE "select"."View" TO pg_monitor;
--> statement-breakpoint
COMMENT ON COLUMN "select"."View"."a""b" IS 'odd';
