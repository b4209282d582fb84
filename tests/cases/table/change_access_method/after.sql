CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE UNLOGGED TABLE t (a text) USING heap2 WITH (autovacuum_enabled=false, toast.autovacuum_enabled=false);
