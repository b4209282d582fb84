DROP VIEW app.open_jobs;
--> statement-breakpoint
DROP TABLE app.step;
--> statement-breakpoint
DROP TABLE app.job;
--> statement-breakpoint
DROP TYPE app.state;
--> statement-breakpoint
DROP SCHEMA app;
