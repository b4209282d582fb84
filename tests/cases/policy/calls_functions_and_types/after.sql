CREATE TYPE level AS ENUM ('low', 'high');
CREATE FUNCTION mine() RETURNS level LANGUAGE sql STABLE AS $$SELECT 'low'::public.level$$;
CREATE TABLE doc (id int, level level);
ALTER TABLE doc ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON doc USING (level <= mine());
