CREATE COLLATION plain (provider = builtin, locale = 'C');
