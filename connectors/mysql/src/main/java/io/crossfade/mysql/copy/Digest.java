package io.crossfade.mysql.copy;

import io.crossfade.connector.BucketDigest;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Equality;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.key.KeyIndex;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts and sums of row hashes, made by the server in one pass.
 *
 * <p>A row is hashed by MD5 over its columns, each text and each field of bytes with its length
 * before it, so that no value can pass for its neighbour's; NULL is a sign that no value is. The
 * hash is summed in two halves, as exact decimals. Two rows that have swapped a value have other
 * hashes, because their keys are hashed with it.
 */
final class Digest {
  private static final String PART = "SUM(CAST(CONV(SUBSTR(h, %d, 16), 16, 10) AS UNSIGNED))";
  private static final String QUERY =
      "SELECT b, COUNT(*), CONCAT_WS('.', "
          + PART.formatted(1)
          + ", "
          + PART.formatted(17)
          + "), SUM(h IS NULL) FROM (SELECT %s AS b, %s AS h FROM %s%s WHERE %s) d GROUP BY b";

  private final TableMapping mapping;
  private final List<ReadColumn> columns;

  Digest(TableMapping mapping) {
    this.mapping = mapping;
    this.columns = ReadColumn.of(mapping);
  }

  List<BucketDigest> read(Connection connection, String condition, int buckets)
      throws SQLException {
    String sql =
        QUERY.formatted(
            bucket(buckets),
            hash(columns),
            Sql.table(mapping.from().name()),
            KeyIndex.of(connection, mapping.from()).forced(),
            condition);
    List<BucketDigest> digests = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        if (rows.getLong(4) > 0) {
          throw tooLarge();
        }
        digests.add(new BucketDigest(rows.getInt(1), rows.getLong(2), rows.getString(3)));
      }
    }
    return digests;
  }

  /** What would be longer than a packet is NULL to the server, and a sum passes over it. */
  private CrossfadeException tooLarge() {
    return new CrossfadeException(
        ErrorCode.TABLE_UNSUPPORTED,
        "a row of %s is larger than max_allowed_packet, so the server cannot hash it and it cannot be compared; SET GLOBAL max_allowed_packet to more than the largest row, on both sides (and in their configuration), and start Crossfade again, for sessions keep what they began with"
            .formatted(mapping.from().name()),
        Map.of("table", mapping.from().name().toString()));
  }

  /** The condition that a row of the table that is read lies in one of the buckets. */
  String isInBucket(int buckets, Set<Integer> wanted) {
    String numbers =
        wanted.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    return wanted.isEmpty() ? "FALSE" : bucket(buckets) + " IN (" + numbers + ")";
  }

  private String bucket(int buckets) {
    if (buckets == 1) {
      return "0";
    }
    List<ReadColumn> key = new ArrayList<>();
    for (String keyColumn : mapping.to().key()) {
      columns.stream().filter(c -> c.to().equals(keyColumn)).forEach(key::add);
    }
    return "CONV(SUBSTR(" + hash(key) + ", 1, 8), 16, 10) % " + buckets;
  }

  private String hash(List<ReadColumn> hashed) {
    return hashed.stream()
        .filter(column -> mapping.equality(column.to()) != Equality.NEVER)
        .map(column -> HashedColumn.of(column, mapping.equality(column.to())))
        .collect(Collectors.joining(", ',', ", "MD5(CONCAT('', ", "))"));
  }
}
