CREATE INDEX "I, i" ON public."T t" USING btree ("a b", lower("A.b")) WHERE ("A.b" <> '"'::text);
