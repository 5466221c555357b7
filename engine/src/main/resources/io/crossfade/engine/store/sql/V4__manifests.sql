-- The manifests that servers carry out, as they were given to one; the newest of a migration counts. Rows are only ever
-- added. A manifest holds no secret, only where secrets are kept.
create table manifest (
  migration varchar(200) not null,
  number    integer      not null,
  at        timestamp(6) with time zone not null,
  given_by  varchar(200) not null,
  body      varchar      not null,
  primary key (migration, number)
);
