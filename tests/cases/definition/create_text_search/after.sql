CREATE TEXT SEARCH DICTIONARY simple_en (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION en (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION en ADD MAPPING FOR word, asciiword WITH simple_en, english_stem;
CREATE TEXT SEARCH TEMPLATE mine (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER mine (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TABLE doc (body text, found tsvector GENERATED ALWAYS AS (to_tsvector('en', body)) STORED);
