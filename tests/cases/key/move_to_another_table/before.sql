CREATE SEQUENCE s;
CREATE TABLE old (id bigint DEFAULT nextval('s'), code text, CONSTRAINT the_key PRIMARY KEY (id), CONSTRAINT the_code UNIQUE (code));
ALTER SEQUENCE s OWNED BY old.id;
