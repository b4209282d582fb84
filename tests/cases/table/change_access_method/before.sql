CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a text) WITH (fillfactor=70);
INSERT INTO t VALUES ('x');
