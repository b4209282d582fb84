CREATE EXTENSION btree_gist WITH SCHEMA public;
--> statement-breakpoint
CREATE TABLE public.t (
    room integer,
    during tsrange,
    CONSTRAINT t_room_during_excl EXCLUDE USING gist (room WITH =, during WITH &&)
);
