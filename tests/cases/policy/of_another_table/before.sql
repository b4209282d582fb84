CREATE TABLE member (who text, level int);
CREATE TABLE doc (id int);
CREATE POLICY p ON doc USING (EXISTS (SELECT FROM member WHERE level > 1));
INSERT INTO member VALUES ('a', 1);
