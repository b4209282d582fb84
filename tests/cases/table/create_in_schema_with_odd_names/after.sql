create schema "My Schema";
create table "My Schema"."My ""Table"".x" ("select" int primary key, "a b" text check ("a b" <> ''), "é🙂" int);
create index "an index." on "My Schema"."My ""Table"".x" ("a b", "é🙂");
