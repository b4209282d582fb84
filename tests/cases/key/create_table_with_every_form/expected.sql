CREATE EXTENSION btree_gist WITH SCHEMA public;
--> statement-breakpoint
CREATE TABLE public.t (
    room integer,
    during tstzrange,
    a integer NOT NULL,
    b integer NOT NULL,
    CONSTRAINT t_key PRIMARY KEY (a, b) INCLUDE (room),
    CONSTRAINT only_once UNIQUE (room, during WITHOUT OVERLAPS),
    CONSTRAINT t_a_key UNIQUE NULLS NOT DISTINCT (a),
    CONSTRAINT t_b_key UNIQUE (b) DEFERRABLE INITIALLY DEFERRED
);
