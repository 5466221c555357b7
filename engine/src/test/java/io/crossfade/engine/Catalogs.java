package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Side;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All that a database's catalogs say, row by row and of whatever kind, so that nothing is left out
/// because nobody has thought of it. Only what the server counts and estimates by itself is not
/// told.
final class Catalogs {
  private static final String NAMES =
      """
      SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'
      AND (NOT relisshared OR relname IN ('pg_authid', 'pg_auth_members', 'pg_db_role_setting', 'pg_replication_origin', 'pg_parameter_acl'))
      AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data') ORDER BY 1\
      """;

  private static final String ROWS =
      """
      SELECT '%1$s ' || (to_jsonb(t) - ARRAY['relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid',
        'relminmxid', 'relhasindex', 'relhasrules', 'relhastriggers'])::text AS found FROM pg_catalog.%1$s t
      """;

  private static final String SLOTS =
      """
      SELECT 'slot ' || slot_name FROM pg_replication_slots WHERE database = current_database()\
      """;

  private Catalogs() {}

  static void assertSame(Set<String> expected, Set<String> found, String when) {
    assertThat(without(expected, found)).as("missing, " + when).isEmpty();
    assertThat(without(found, expected)).as("left behind, " + when).isEmpty();
  }

  private static Set<String> without(Set<String> rows, Set<String> others) {
    Set<String> rest = new TreeSet<>(rows);
    rest.removeAll(others);
    return rest;
  }

  static Set<String> of(TwoDatabases databases, Side side) throws SQLException {
    String all =
        databases.column(side, NAMES).stream()
            .map(ROWS::formatted)
            .collect(Collectors.joining(" UNION ALL "));
    return databases.column(side, all + " UNION ALL " + SLOTS).stream()
        .filter(row -> !row.contains("pg_temp_") && !row.contains("pg_toast_temp_"))
        .collect(Collectors.toSet());
  }
}
