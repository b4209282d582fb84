create type mood as enum('a','n','b'); create table t(m mood default 'n');
