CREATE TABLE public.users (id serial PRIMARY KEY, full_name varchar(80) NOT NULL, email text UNIQUE, CONSTRAINT name_is_short CHECK (length(full_name) < 50));
CREATE INDEX ix_users_full_name ON public.users (full_name);
CREATE TABLE public.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id integer NOT NULL REFERENCES public.users);
COMMENT ON TABLE public.users IS 'those who come';
COMMENT ON COLUMN public.users.full_name IS 'as they say it';
