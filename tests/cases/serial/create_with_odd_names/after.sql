create table public."T t" ("i d" serial, "Id" bigserial);
