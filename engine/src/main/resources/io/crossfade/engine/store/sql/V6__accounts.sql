-- Who may ask for what, known by a token of which only the hash is kept. Rows are only ever added; what changes is when
-- one ends. One that stands behind another is somebody's session in a browser, and ends with it.
create table account (
  id       varchar(20)  not null primary key,
  name     varchar(200) not null,
  roles    varchar(100) not null,
  hash     varchar(64)  not null,
  given_by varchar(200) not null,
  at       timestamp(6) with time zone not null,
  ends     timestamp(6) with time zone,
  revoked  timestamp(6) with time zone,
  behind   varchar(20)
);
