ALTER TABLE maintainers ADD PRIMARY KEY (id), ADD CONSTRAINT maintainers_name UNIQUE (name);
ALTER TABLE packages ADD PRIMARY KEY (name), ADD FOREIGN KEY (maintainer) REFERENCES maintainers,
  ADD CHECK (size > 0);
ALTER TABLE relations ADD PRIMARY KEY (package, relation, position, alternative),
  ADD FOREIGN KEY (package) REFERENCES packages ON DELETE CASCADE,
  ADD CHECK ((operator IS NULL) = (version IS NULL));
ALTER TABLE provisions ADD PRIMARY KEY (package, provides),
  ADD FOREIGN KEY (package) REFERENCES packages ON DELETE CASCADE;
CREATE INDEX packages_search ON packages USING gin (search);
CREATE INDEX packages_tags ON packages USING gin (tags);
CREATE INDEX packages_large ON packages (size DESC, name) INCLUDE (section) WHERE size > 10000000;
CREATE INDEX relations_wants ON relations (wants, relation);
SELECT setval(pg_get_serial_sequence('maintainers', 'id'), (SELECT max(id) FROM maintainers));

CREATE VIEW needed_by AS
  SELECT r.wants AS package, r.package AS needed_by, r.relation FROM relations r
  WHERE r.relation IN ('Pre-Depends', 'Depends');
COMMENT ON VIEW needed_by IS 'Who would miss a package';

CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER note_change BEFORE UPDATE ON packages FOR EACH ROW EXECUTE FUNCTION note_change();
