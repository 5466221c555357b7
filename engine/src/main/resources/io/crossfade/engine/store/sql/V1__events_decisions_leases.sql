-- Only what H2 and PostgreSQL both understand.

-- What has happened to each migration. Rows are only ever added.
create table event (
  migration varchar(200) not null,
  seq       bigint       not null,
  at        timestamp(6) with time zone not null,
  version   varchar(50)  not null,
  type      varchar(100) not null,
  body      varchar      not null,
  primary key (migration, seq)
);

-- FLIP or ABORT: whoever inserts the row of a switch first has decided it.
create table decision (
  migration     varchar(200) not null,
  switch_number integer      not null,
  outcome       varchar(10)  not null,
  primary key (migration, switch_number)
);

-- Who carries a migration on. The number grows with every process that takes over.
create table lease (
  migration varchar(200) not null primary key,
  number    bigint       not null,
  host      varchar(200) not null,
  pid       bigint       not null
);
