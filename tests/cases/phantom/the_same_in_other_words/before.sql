CREATE TABLE item (id int4 NOT NULL PRIMARY KEY, price decimal(8, 2) DEFAULT 1.0, name character varying(5),
    at timestamptz DEFAULT now(), flags bool DEFAULT 't', CHECK (id BETWEEN 1 AND 9 AND name LIKE 'a%'));
CREATE INDEX ON item (lower(name));
