CREATE TABLE item (a int, b int, c text);
CREATE SCHEMA s;
CREATE STATISTICS every ON a, b FROM item;
CREATE STATISTICS s.some (ndistinct, mcv) ON a, b, (lower(c)) FROM item;
ALTER STATISTICS every SET STATISTICS 500;
COMMENT ON STATISTICS every IS 'All kinds';
