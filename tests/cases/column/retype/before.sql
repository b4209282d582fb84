create table t(id int primary key, a varchar(10)); insert into t values (1,'x'); create view v as select a from t; create index on t(a);
