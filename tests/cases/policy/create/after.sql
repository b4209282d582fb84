CREATE TABLE doc (id int, owner text, team int);
CREATE TABLE member (team int, who text);
ALTER TABLE doc ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON doc USING (owner = current_user) WITH CHECK (owner = current_user);
CREATE POLICY "Team reads" ON doc FOR SELECT TO pg_monitor, pg_read_all_stats
    USING (EXISTS (SELECT FROM member m WHERE m.team = doc.team AND m.who = current_user));
CREATE POLICY adds ON doc AS RESTRICTIVE FOR INSERT WITH CHECK (team > 0);
COMMENT ON POLICY mine ON doc IS 'Own documents';
