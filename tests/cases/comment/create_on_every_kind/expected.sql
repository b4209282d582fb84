COMMENT ON AGGREGATE s.g(integer) IS 'c';
--> statement-breakpoint
COMMENT ON CAST (s.e AS integer) IS 'c';
--> statement-breakpoint
COMMENT ON COLLATION s.co IS 'c';
--> statement-breakpoint
COMMENT ON COLUMN s.t.a IS 'c';
--> statement-breakpoint
COMMENT ON CONSTRAINT ck ON s.t IS 'c';
--> statement-breakpoint
COMMENT ON CONSTRAINT t_b_key ON s.t IS 'c';
--> statement-breakpoint
COMMENT ON CONSTRAINT k ON DOMAIN s.d IS 'c';
--> statement-breakpoint
COMMENT ON EVENT TRIGGER ev IS 'c';
--> statement-breakpoint
COMMENT ON EXTENSION hstore IS 'mine';
--> statement-breakpoint
COMMENT ON FUNCTION s.f(integer, text[]) IS 'c';
--> statement-breakpoint
COMMENT ON INDEX s.i IS 'c';
--> statement-breakpoint
COMMENT ON INDEX s.t_b_key IS 'c';
--> statement-breakpoint
COMMENT ON MATERIALIZED VIEW s.m IS 'c';
--> statement-breakpoint
COMMENT ON CONSTRAINT nn ON s.t IS 'c';
--> statement-breakpoint
COMMENT ON OPERATOR s.=== (integer, integer) IS 'c';
--> statement-breakpoint
COMMENT ON OPERATOR FAMILY s.of USING btree IS 'c';
--> statement-breakpoint
COMMENT ON COLUMN s.c.a IS 'c';
--> statement-breakpoint
COMMENT ON COLUMN s.m.a IS 'c';
--> statement-breakpoint
COMMENT ON COLUMN s.v.a IS 'c';
--> statement-breakpoint
COMMENT ON POLICY po ON s.t IS 'c';
--> statement-breakpoint
COMMENT ON PROCEDURE s.p(integer) IS 'c';
--> statement-breakpoint
COMMENT ON PUBLICATION pb IS 'c';
--> statement-breakpoint
COMMENT ON TYPE s.t IS 'c';
--> statement-breakpoint
COMMENT ON RULE ru ON s.t IS 'c';
--> statement-breakpoint
COMMENT ON SCHEMA s IS 'c';
--> statement-breakpoint
COMMENT ON SEQUENCE s.q IS 'c';
--> statement-breakpoint
COMMENT ON STATISTICS s.st IS 'c';
--> statement-breakpoint
COMMENT ON TABLE s.t IS 'c';
--> statement-breakpoint
COMMENT ON TEXT SEARCH CONFIGURATION s.tc IS 'c';
--> statement-breakpoint
COMMENT ON TEXT SEARCH DICTIONARY s.td IS 'c';
--> statement-breakpoint
COMMENT ON TYPE s.c IS 'c';
--> statement-breakpoint
COMMENT ON DOMAIN s.d IS 'c';
--> statement-breakpoint
COMMENT ON TYPE s.e IS 'c';
--> statement-breakpoint
COMMENT ON VIEW s.v IS 'c';
