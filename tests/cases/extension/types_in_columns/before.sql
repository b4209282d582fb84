CREATE TABLE person (id int, mail text, tags text);
INSERT INTO person VALUES (1, 'Ann@example.org', '"a"=>"1"');
