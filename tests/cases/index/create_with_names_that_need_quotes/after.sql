create table public."T t" ("a b" int, "A.b" text);
create index "I, i" on public."T t" ("a b", lower("A.b")) where "A.b" <> '"';
