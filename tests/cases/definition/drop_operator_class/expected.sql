DROP OPERATOR CLASS public.my_hash USING hash;
--> statement-breakpoint
DROP OPERATOR FAMILY public.my_hash USING hash;
--> statement-breakpoint
DROP OPERATOR FAMILY public.spare USING btree;
