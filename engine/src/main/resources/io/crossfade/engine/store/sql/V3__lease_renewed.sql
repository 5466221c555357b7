-- When the process that carries a migration on last said that it is alive, by this database's clock; null once it has
-- given the migration back. And where on its host it can be asked.
alter table lease add column renewed timestamp(6) with time zone;
alter table lease add column directory varchar(4000) default '' not null;

-- In whose name an event was written: whoever does not know whether its write has arrived finds it by that.
alter table event add column lease bigint default 0 not null;
