CREATE SCHEMA "select";
CREATE TABLE "select"."Table" ("from" int, "a""b" text, "é 😀" int);
CREATE VIEW "select"."View" AS SELECT "from", "a""b", "é 😀" FROM "select"."Table" AS "t t";
COMMENT ON COLUMN "select"."View"."a""b" IS 'odd';
CREATE MATERIALIZED VIEW "select"."M" AS SELECT count(*) AS "Count" FROM "select"."View";
GRANT SELECT ("from") ON "select"."View" TO pg_monitor;
