CREATE SEQUENCE s;
CREATE TABLE new (id bigint DEFAULT nextval('s'), code text, CONSTRAINT the_key PRIMARY KEY (id), CONSTRAINT the_code UNIQUE (code));
ALTER SEQUENCE s OWNED BY new.id;
