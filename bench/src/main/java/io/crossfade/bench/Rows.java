package io.crossfade.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Whether rows are what they have to be, by plain SQL that knows nothing of us.
final class Rows {
  private Rows() {}

  /// The number of rows of each query, and the sum of the hashes of their texts.
  static String digest(Site site, List<String> queries) throws SQLException {
    List<String> digests = new ArrayList<>();
    for (String query : queries) {
      digests.add(
          site.one(
              "SELECT count(*) || ':' || sum(hashtextextended(t::text, 0)) FROM (%s) t"
                  .formatted(query)));
    }
    return String.join(" ", digests);
  }

  static String digestOfTables(Site site, List<String> tables) throws SQLException {
    return digest(site, tables.stream().map(table -> "SELECT * FROM " + table).toList());
  }

  static void requireSame(String expected, Site site, List<String> tables) throws SQLException {
    String found = digestOfTables(site, tables);
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "the rows differ: count and sum of hashes are " + found + " instead of " + expected);
    }
  }
}
