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
 * rows it would not see two rows that have swapped a value; so its result is hashed once more
 * before it is summed. Two seeds make two independent sums.
 */
public final class Digest {
  private static final String SUM = "sum(hashint8extended(hash_record_extended(%1$s, %2$d), %2$d))";

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
    return "SELECT %s, count(*), concat(%s, ':', %s) FROM %s WHERE %s GROUP BY 1"
        .formatted(
            bucket(buckets),
            SUM.formatted(row, 1),
            SUM.formatted(row, 2),
            Sql.table(mapping.from().name()),
            condition);
  }

  private String bucket(int buckets) {
    List<MappedColumn> key = new ArrayList<>();
    for (String keyColumn : mapping.to().key()) {
      columns.stream().filter(c -> c.to().equals(keyColumn)).forEach(key::add);
    }
    return "abs(hashint8extended(hash_record_extended(%s, 0), 0) %% %d)"
        .formatted(record(key), buckets);
  }

  private static String record(List<MappedColumn> columns) {
    return columns.stream().map(HashedColumn::of).collect(Collectors.joining(", ", "ROW(", ")"));
  }
}
