CREATE TABLE member (who text, level bigint);
CREATE TABLE doc (id int);
CREATE POLICY p ON doc USING (EXISTS (SELECT FROM member WHERE level > 1));
