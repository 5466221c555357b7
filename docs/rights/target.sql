-- The rights of Crossfade's role on the target, and nothing else. To be run by psql, as a superuser or as the cloud's
-- administrator, once, connected to the target database:
--
--   psql -v role=crossfade -f docs/rights/target.sql postgresql://postgres@new-host/shop
--
-- role    as whom Crossfade works; made if it is not there. Give it a password afterwards: \password crossfade
--
-- The tables that Crossfade makes belong to this role. Where tables are there already: GRANT their owner TO it.
-- Run it again whenever you like: what is there stays. On managed clouds some lines differ: docs/clouds.md

\set ON_ERROR_STOP on

SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec

-- the slot and the stream of the way back
ALTER ROLE :"role" REPLICATION;

-- the schema crossfade, schemas that are missing, and the publication
SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), :'role') \gexec

-- tables and indexes in schemas that are there already
SELECT format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', nspname, :'role') FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'crossfade') \gexec

-- copying rows without triggers acting on them a second time
GRANT SET ON PARAMETER session_replication_role TO :"role";

-- optional: a vacuum gives way to the fence at once
GRANT SET ON PARAMETER deadlock_timeout TO :"role";

-- optional: messages say who blocks, preflight sees long transactions, the throttle sees how busy the server is
GRANT pg_read_all_stats TO :"role";
