ALTER DOMAIN public.mail RENAME TO email;
--> statement-breakpoint
ALTER DOMAIN public.email RENAME CONSTRAINT mail_check TO email_check;
