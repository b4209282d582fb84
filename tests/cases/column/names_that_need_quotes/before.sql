create table public."Mixed ""t""" ("a b" int, "x.y" text, "select" int, "q""q" int, "🙂" int);
insert into public."Mixed ""t""" values (1, 'x', 2, 3, 4);
