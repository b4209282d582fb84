DROP TYPE public.r;
--> statement-breakpoint
CREATE TYPE public.r AS RANGE (
    subtype = double precision,
    subtype_diff = public.fd,
    multirange_type_name = public.mr
);
--> statement-breakpoint
COMMENT ON TYPE public.r IS 'x';
