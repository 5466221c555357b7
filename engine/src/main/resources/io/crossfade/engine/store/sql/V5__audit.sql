-- Who asked for what, and what came of it. Rows are only ever added; each holds the hash of the one before.
create table audit (
  number    bigint       not null primary key,
  at        timestamp(6) with time zone not null,
  who       varchar(200) not null,
  migration varchar(200) not null,
  what      varchar(100) not null,
  outcome   varchar(100) not null,
  answers   bigint       not null,
  details   varchar      not null,
  previous  varchar(64)  not null,
  hash      varchar(64)  not null
);

-- The newest entry, in the only row. Whoever appends locks it, so that several processes make one chain.
create table audit_head (
  single integer     not null primary key,
  number bigint      not null,
  hash   varchar(64) not null
);
insert into audit_head values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
