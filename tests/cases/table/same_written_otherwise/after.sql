CREATE TABLE IF NOT EXISTS t (id int4 NOT NULL, name varchar(10) CONSTRAINT t_name_not_null NOT NULL,
    at timestamptz DEFAULT CURRENT_TIMESTAMP, ok boolean DEFAULT true);
ALTER TABLE t ADD PRIMARY KEY (id);
