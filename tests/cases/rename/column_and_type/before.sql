CREATE TABLE public.users (id serial PRIMARY KEY, name text NOT NULL, email text UNIQUE, CONSTRAINT name_is_short CHECK (length(name) < 50));
CREATE INDEX ix_users_name ON public.users (name);
CREATE TABLE public.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id integer NOT NULL REFERENCES public.users);
COMMENT ON TABLE public.users IS 'those who come';
COMMENT ON COLUMN public.users.name IS 'as they say it';
INSERT INTO public.users (name, email) VALUES ('ann', 'a@x'), ('bob', NULL);
INSERT INTO public.orders (user_id) VALUES (1), (2), (1);
