-- The rights of Crossfade's role on the source, and nothing else. To be run by psql, as a superuser or as the cloud's
-- administrator, once, connected to the source database:
--
--   psql -v role=crossfade -v owner=shop -f docs/rights/source.sql postgresql://postgres@old-host/shop
--
-- role    as whom Crossfade works; made if it is not there. Give it a password afterwards: \password crossfade
-- owner   the role that owns the tables in scope. If there are several, run it for each.
--
-- Run it again whenever you like: what is there stays. On managed clouds some lines differ: docs/clouds.md

\set ON_ERROR_STOP on

SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec

-- the slot and the stream
ALTER ROLE :"role" REPLICATION;

-- the schema crossfade, and the publication
SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), :'role') \gexec

-- publishing the tables, fencing them, reading them under row security: what only their owner may
GRANT :"owner" TO :"role";

-- looking the tables up
SELECT DISTINCT format('GRANT USAGE ON SCHEMA %s TO %I', relnamespace::regnamespace, :'role') FROM pg_class
WHERE relkind IN ('r', 'p') AND relowner = (SELECT oid FROM pg_roles WHERE rolname = :'owner') \gexec

-- writing what comes back without the application's triggers acting on it a second time
GRANT SET ON PARAMETER session_replication_role TO :"role";

-- optional: a vacuum gives way to the fence at once
GRANT SET ON PARAMETER deadlock_timeout TO :"role";

-- optional: messages say who blocks, preflight sees long transactions, the throttle sees how busy the server is
GRANT pg_read_all_stats TO :"role";
