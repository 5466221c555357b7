-- Where the process that carries a migration on is asked by others, as a URL; empty where it is no server.
alter table lease add column url varchar(1000) default '' not null;
