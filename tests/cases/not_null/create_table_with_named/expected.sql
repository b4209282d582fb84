CREATE TABLE public.t (
    a integer CONSTRAINT must NOT NULL,
    b integer NOT NULL NO INHERIT,
    c integer CONSTRAINT c_must NOT NULL NO INHERIT
);
