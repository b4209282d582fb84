CREATE TABLE public.t (
    a integer NOT NULL GENERATED ALWAYS AS IDENTITY
);
--> statement-breakpoint
ALTER SEQUENCE public.t_a_seq SET UNLOGGED;
--> statement-breakpoint
CREATE UNLOGGED TABLE public.u (
    a integer NOT NULL GENERATED ALWAYS AS IDENTITY
);
