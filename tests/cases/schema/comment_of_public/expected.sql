COMMENT ON SCHEMA public IS 'Everything of ours';
