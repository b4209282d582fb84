CREATE OR REPLACE AGGREGATE public.pd(double precision ORDER BY anyelement) (
    SFUNC = ordered_set_transition,
    STYPE = internal,
    FINALFUNC = percentile_disc_final,
    FINALFUNC_EXTRA
);
--> statement-breakpoint
CREATE AGGREGATE public.rk(VARIADIC "any" ORDER BY VARIADIC "any") (
    SFUNC = ordered_set_transition_multi,
    STYPE = internal,
    FINALFUNC = rank_final,
    FINALFUNC_EXTRA,
    HYPOTHETICAL
);
--> statement-breakpoint
COMMENT ON AGGREGATE public.rk(VARIADIC "any" ORDER BY VARIADIC "any") IS 'x';
