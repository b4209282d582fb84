CREATE TEXT SEARCH DICTIONARY simple_en (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION en (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION en ADD MAPPING FOR word WITH simple_en;
CREATE TABLE doc (body text);
CREATE INDEX doc_found ON doc USING gin (to_tsvector('en', body));
INSERT INTO doc VALUES ('some words');
