-- Where the process that carries a migration on is asked by others, as a URL; empty where it is no server.
alter table lease add column url varchar(1000) default '' not null;

-- What was answered to a request that had a key of its own, so that the same one again is not carried out again. Who
-- works on it says so again and again by this database's clock, until there is an answer. Rows are kept for a day.
create table answer (
  request_key  varchar(64)  not null primary key,
  request      varchar(64)  not null,
  worker       varchar(36)  not null,
  began        timestamp(6) with time zone not null,
  renewed      timestamp(6) with time zone not null,
  status       integer      default 0 not null,
  content_type varchar(200) default '' not null,
  body         varchar      default '' not null
);
