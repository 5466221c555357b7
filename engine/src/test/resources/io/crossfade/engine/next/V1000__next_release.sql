-- What a later release may do to a store that an older one still writes: add, with defaults.
alter table event add column more varchar(50) default '' not null;
alter table lease add column more varchar(50) default '' not null;
create table later (migration varchar(200) not null primary key);
