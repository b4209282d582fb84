CREATE TABLE public."A b" (id int PRIMARY KEY, "c ""d" text);
CREATE INDEX "i x" ON public."A b" ("c ""d");
INSERT INTO public."A b" VALUES (1, 'x');
