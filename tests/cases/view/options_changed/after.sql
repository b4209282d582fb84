CREATE TABLE item (id int);
CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM item WITH CASCADED CHECK OPTION;
