create table public."T t" ("a b" int, "A.b" text);
