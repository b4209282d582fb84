CREATE TABLE item (id int);
GRANT SELECT ON item TO pg_monitor;
GRANT SELECT ON item TO "joey case reader";
