CREATE TABLE p (id int, note text);
