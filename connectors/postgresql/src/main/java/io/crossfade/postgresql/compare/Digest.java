package io.crossfade.postgresql.compare;

import io.crossfade.connector.BucketDigest;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.mapping.MappedColumn;
import io.crossfade.postgresql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts and sums of row hashes, made by the server in one pass.
 *
 * <p>{@code hash_record_extended} is a sum itself, of its columns' hashes with weights. Summed over
 * rows it would not see two rows that have swapped a value; so the hash of the row's key is the
 * seed for its columns, and the same value has another hash in each row.
 */
public final class Digest {
  private static final String ALL =
      "SELECT 0, count(*), sum(hash_record_extended(%s, %s)) FROM %s WHERE %s HAVING count(*) > 0";

  /** OFFSET keeps the key's hash a value of its own: else it would be made twice. */
  private static final String BY_BUCKETS =
      """
      SELECT abs(k %% %d), count(*), sum(hash_record_extended(h, k))
      FROM (SELECT %s AS k, %s AS h FROM %s WHERE %s OFFSET 0) AS d GROUP BY 1\
      """;

  private final TableMapping mapping;
  private final List<MappedColumn> columns;

  public Digest(TableMapping mapping) {
    this.mapping = mapping;
    this.columns = MappedColumn.of(mapping);
  }

  public List<BucketDigest> read(Connection connection, String condition, int buckets)
      throws SQLException {
    List<BucketDigest> digests = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query(condition, buckets))) {
      while (rows.next()) {
        digests.add(new BucketDigest(rows.getInt(1), rows.getLong(2), rows.getString(3)));
      }
    }
    return digests;
  }

  /** The condition that a row of the table that is read lies in one of the buckets. */
  public String isInBucket(int buckets, Set<Integer> wanted) {
    String numbers = wanted.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    return wanted.isEmpty() ? "false" : bucket(buckets) + " IN (" + numbers + ")";
  }

  private String query(String condition, int buckets) {
    String row = record(columns);
    String table = Sql.table(mapping.from().name());
    return buckets == 1
        ? ALL.formatted(row, keyHash(), table, condition)
        : BY_BUCKETS.formatted(buckets, keyHash(), row, table, condition);
  }

  private String bucket(int buckets) {
    return "abs(%s %% %d)".formatted(keyHash(), buckets);
  }

  private String keyHash() {
    List<MappedColumn> key = new ArrayList<>();
    for (String keyColumn : mapping.to().key()) {
      columns.stream().filter(c -> c.to().equals(keyColumn)).forEach(key::add);
    }
    return "hash_record_extended(" + record(key) + ", 0)";
  }

  private String record(List<MappedColumn> columns) {
    return columns.stream()
        .map(column -> HashedColumn.of(column, mapping.equality(column.to())))
        .collect(Collectors.joining(", ", "ROW(", ")"));
  }
}
