CREATE SCHEMA "My Schema";
--> statement-breakpoint
CREATE TABLE "My Schema"."My ""Table"".x" (
    "select" integer NOT NULL,
    "a b" text,
    "é🙂" integer,
    CONSTRAINT "My ""Table"".x_pkey" PRIMARY KEY ("select"),
    CONSTRAINT "My ""Table"".x_a b_check" CHECK (("a b" <> ''::text))
);
--> statement-breakpoint
CREATE INDEX "an index." ON "My Schema"."My ""Table"".x" USING btree ("a b", "é🙂");
