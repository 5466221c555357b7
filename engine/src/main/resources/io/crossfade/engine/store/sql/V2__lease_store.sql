-- Which store has counted a lease's number. Two stores, such as those of two working directories, each begin at 1,
-- and the databases must not take the one for the other.
alter table lease add column store varchar(36) default '' not null;
