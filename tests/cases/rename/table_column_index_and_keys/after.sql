CREATE TABLE public.people (id serial PRIMARY KEY, full_name text NOT NULL, mail varchar(200) UNIQUE, CONSTRAINT short_names CHECK (length(full_name) < 50));
CREATE INDEX ix_people_full_name ON public.people (full_name);
CREATE TABLE public.purchases (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id integer NOT NULL REFERENCES public.people);
COMMENT ON TABLE public.people IS 'those who buy';
COMMENT ON COLUMN public.people.full_name IS 'as they say it';
