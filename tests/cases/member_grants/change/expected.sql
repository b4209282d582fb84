GRANT EXECUTE ON FUNCTION pg_read_file(text) TO pg_monitor WITH GRANT OPTION;
