-- How far each channel has told people of each migration. Who is about to tell says so first, so that of several
-- processes only one does. The row of a channel without a migration says that the channel is known.
create table message_cursor (
  channel   varchar(50)  not null,
  migration varchar(200) not null,
  seq       bigint       not null,
  holder    varchar(100) not null,
  since     timestamp(6) with time zone not null,
  primary key (channel, migration)
);

-- The links by which people without an account see how a migration is doing. Of a link's token only the hash is kept.
create table share_link (
  hash      varchar(64)  not null primary key,
  migration varchar(200) not null,
  made_at   timestamp(6) with time zone not null,
  made_by   varchar(200) not null
);

-- The report of each migration that has ended.
create table kept_report (
  migration varchar(200) not null primary key,
  at        timestamp(6) with time zone not null,
  body      varchar      not null
);
