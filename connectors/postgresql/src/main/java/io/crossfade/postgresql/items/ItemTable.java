package io.crossfade.postgresql.items;

import io.crossfade.postgresql.session.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table {@code crossfade.item}: a line for each item that was ever written while both sides
 * were. It issues versions, holds what is not mirrored yet, and remembers what was deleted.
 *
 * <p>{@code tx} is the transaction that has written the item, or has noted that the other side has
 * it; a try that has failed does not change it.
 */
public final class ItemTable {
  /** Made together with the workspace. */
  public static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS crossfade.item (
        migration text NOT NULL, store text NOT NULL, key text NOT NULL,
        version bigint NOT NULL, settled bigint NOT NULL DEFAULT 0,
        attempts int NOT NULL DEFAULT 0, apart boolean NOT NULL DEFAULT false,
        since timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
        next_try timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(), last_error text,
        tx xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
        PRIMARY KEY (migration, store, key)) WITH (fillfactor = 70);
      CREATE INDEX IF NOT EXISTS item_pending ON crossfade.item (migration, next_try) WHERE version > settled;
      CREATE INDEX IF NOT EXISTS item_tx ON crossfade.item (migration, tx);
      """;

  /** All roles that may change one of these tables may note it; parameter: the tables. */
  static final String GRANT =
      """
      DO $$ DECLARE r record; BEGIN
        FOR r IN SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(g.rolname) END AS name
          FROM pg_catalog.pg_class c
          CROSS JOIN LATERAL (SELECT * FROM pg_catalog.aclexplode(COALESCE(c.relacl, pg_catalog.acldefault('r', c.relowner)))
            UNION ALL SELECT x.* FROM pg_catalog.pg_attribute m CROSS JOIN LATERAL pg_catalog.aclexplode(m.attacl) x WHERE m.attrelid = c.oid) a
          LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
          WHERE c.oid = ANY (ARRAY[%s]::regclass[]::oid[]) AND a.privilege_type IN ('INSERT', 'UPDATE', 'DELETE')
            AND (a.grantee = 0 OR g.rolname IS NOT NULL)
        LOOP
          EXECUTE pg_catalog.format('GRANT SELECT, INSERT, UPDATE ON crossfade.item TO %%s', r.name);
        END LOOP;
      END $$
      """;

  static final String LOOK =
      """
      SELECT store, key FROM crossfade.item
      WHERE migration = ? AND tx >= pg_catalog.pg_snapshot_xmin(?::pg_snapshot)
        AND NOT pg_catalog.pg_visible_in_snapshot(tx, ?::pg_snapshot) LIMIT ?
      """;

  static final String PENDING =
      """
      SELECT count(*), count(*) FILTER (WHERE apart),
        COALESCE(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - min(since)) * 1000, 0)::bigint
      FROM crossfade.item WHERE migration = ? AND version > settled
      """;

  static final String IS_PENDING =
      """
      SELECT EXISTS (SELECT FROM crossfade.item
        WHERE migration = ? AND version > settled AND pg_catalog.pg_visible_in_snapshot(tx, ?::pg_snapshot))
      """;

  /**
   * With a version beyond all that this side has issued: the other side may have a line of an item
   * that has none here. Parameters: the migration twice, the store, the key.
   */
  static final String RENEW =
      """
      INSERT INTO crossfade.item AS i (migration, store, key, version)
      SELECT ?, n.store, n.key, 1 + (SELECT COALESCE(max(version), 0) FROM crossfade.item WHERE migration = ?)
      FROM (SELECT ?::text AS store, ?::text AS key) n
      ON CONFLICT (migration, store, key) DO UPDATE
        SET version = greatest(i.version + 1, EXCLUDED.version), attempts = 0, apart = false,
          next_try = pg_catalog.clock_timestamp(), since = pg_catalog.clock_timestamp(), tx = pg_catalog.pg_current_xact_id()
      """;

  /**
   * The next of those that were ever written of a store; gives the last key of them, null where
   * there are none. To be formatted with what compares a key with the one from which they begin;
   * parameters: the migration, the store, that key.
   */
  static final String RENEW_NEXT =
      """
      WITH a AS (
        SELECT migration, store, key FROM crossfade.item WHERE migration = ? AND store = ? AND key %s ?
        ORDER BY key LIMIT 1000 FOR UPDATE),
      u AS (
        UPDATE crossfade.item i SET version = version + 1, attempts = 0, apart = false,
          next_try = pg_catalog.clock_timestamp(), since = pg_catalog.clock_timestamp(), tx = pg_catalog.pg_current_xact_id()
        FROM a WHERE i.migration = a.migration AND i.store = a.store AND i.key = a.key RETURNING i.key)
      SELECT max(key) FROM u
      """;

  private ItemTable() {}

  /** The text of a row's key, as {@link io.crossfade.model.Key#text} makes it. */
  static String keyText(List<String> columns) {
    return keyText("", columns);
  }

  /**
   * @param of which row, with a dot
   */
  static String keyText(String of, List<String> columns) {
    return columns.stream()
        .map(column ->
            "replace(replace(%s%s::text, '\\', '\\\\'), ',', '\\,')"
                .formatted(of, Sql.quote(column)))
        .collect(Collectors.joining(" || ',' || "));
  }
}
