DROP USER MAPPING FOR CURRENT_USER SERVER other;
--> statement-breakpoint
DROP FOREIGN TABLE public.far;
--> statement-breakpoint
DROP SERVER other;
--> statement-breakpoint
CREATE SERVER other FOREIGN DATA WRAPPER fdw OPTIONS (
    host 'b'
);
--> statement-breakpoint
CREATE USER MAPPING FOR CURRENT_USER SERVER other OPTIONS (
    password 'p'
);
--> statement-breakpoint
CREATE FOREIGN TABLE public.far (
    id integer
)
SERVER other;
