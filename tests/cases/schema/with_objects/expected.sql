CREATE SCHEMA "Mixed Case";
--> statement-breakpoint
CREATE TYPE "Mixed Case".state AS ENUM ('new', 'done');
--> statement-breakpoint
CREATE TABLE "Mixed Case".job (
    id integer NOT NULL,
    state "Mixed Case".state DEFAULT 'new'::"Mixed Case".state,
    CONSTRAINT job_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE VIEW "Mixed Case".open_jobs AS
 SELECT id
   FROM "Mixed Case".job
  WHERE (state = 'new'::"Mixed Case".state);
