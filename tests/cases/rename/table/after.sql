CREATE TABLE public.people (id serial PRIMARY KEY, name text NOT NULL, email text UNIQUE, CONSTRAINT name_is_short CHECK (length(name) < 50));
CREATE INDEX ix_people_name ON public.people (name);
CREATE TABLE public.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id integer NOT NULL REFERENCES public.people);
COMMENT ON TABLE public.people IS 'those who come';
COMMENT ON COLUMN public.people.name IS 'as they say it';
