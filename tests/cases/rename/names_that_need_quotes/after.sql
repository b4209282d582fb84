CREATE TABLE public."select" (id int PRIMARY KEY, "E.f" text);
CREATE INDEX "i y" ON public."select" ("E.f");
