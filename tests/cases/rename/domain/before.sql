CREATE DOMAIN public.mail AS text CONSTRAINT mail_check CHECK (VALUE LIKE '%@%');
CREATE TABLE public.t (id int PRIMARY KEY, m public.mail);
INSERT INTO public.t VALUES (1, 'a@b');
