-- The rights of Crossfade's user on a source of MySQL 8.0 or MariaDB, and nothing else. To be run by the client mysql or
-- mariadb, as root or as the cloud's administrator, once:
--
--   mysql -u root -p --init-command="SET @role = 'crossfade', @shop = 'shop'" < docs/rights/mysql-source.sql
--
-- @role   as whom Crossfade works: the account @role@'%'. Made if it is not there, and locked, for it has no password. First of all:
--         ALTER USER crossfade IDENTIFIED BY '...' ACCOUNT UNLOCK
--         An account of that name with another host part (crossfade@'10.0.0.%') is another account, and gets nothing here.
-- @shop   the database with the tables in scope. If there are several, run it for each.
--
-- Run it again whenever you like: what is there stays.

-- so that names mean here what they mean everywhere
SET SESSION sql_mode = '';
SET @to = CONCAT(' TO ', QUOTE(@role), '@''%''');
SET @in = CONCAT(' ON `', REPLACE(REPLACE(REPLACE(REPLACE(@shop, '`', '``'), '\\', '\\\\'), '_', '\\_'), '%', '\\%'), '`.*');
SET @mariadb = VERSION() LIKE '%MariaDB%';

SET @sql = CONCAT('CREATE USER IF NOT EXISTS ', QUOTE(@role), '@''%'' ACCOUNT LOCK');
PREPARE command FROM @sql;
EXECUTE command;

-- the log, and where it ends
SET @sql = CONCAT('GRANT REPLICATION SLAVE, ', IF(@mariadb, 'BINLOG MONITOR', 'REPLICATION CLIENT'), ' ON *.*', @to);
PREPARE command FROM @sql;
EXECUTE command;

-- whose transactions are open, so that a switch knows that no writer is left
SET @sql = CONCAT('GRANT PROCESS ON *.*', @to);
PREPARE command FROM @sql;
EXECUTE command;

-- transactions that somebody has prepared; MariaDB asks for no right
SET @sql = IF(@mariadb, 'DO 0', CONCAT('GRANT XA_RECOVER_ADMIN ON *.*', @to));
PREPARE command FROM @sql;
EXECUTE command;

-- Crossfade's own tables
SET @sql = CONCAT('GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX ON crossfade.*', @to);
PREPARE command FROM @sql;
EXECUTE command;

-- copying, and writing what comes back; the fence's triggers; the next numbers; views as they are written
SET @sql = CONCAT('GRANT SELECT, INSERT, UPDATE, DELETE, TRIGGER, ALTER, LOCK TABLES, SHOW VIEW', @in, @to);
PREPARE command FROM @sql;
EXECUTE command;

-- whether it is itself a replica, which check asks; MySQL asks for no more than for where the log ends
SET @sql = IF(@mariadb, CONCAT('GRANT SLAVE MONITOR ON *.*', @to), 'DO 0');
PREPARE command FROM @sql;
EXECUTE command;
DEALLOCATE PREPARE command;
