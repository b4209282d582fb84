DROP CONVERSION public.mine;
--> statement-breakpoint
CREATE DEFAULT CONVERSION public.mine FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
