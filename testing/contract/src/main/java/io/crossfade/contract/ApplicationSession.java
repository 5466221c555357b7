package io.crossfade.contract;

import io.crossfade.connector.Freshness;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an application does with its database, as far as the contract asks for it. Each statement is
 * a transaction of its own, except between a begin and a commit. Values are texts, as the
 * database's own language would have them without quotes; rows are found by their column {@code
 * id}.
 */
public interface ApplicationSession extends AutoCloseable {
  /**
   * Makes a table.
   *
   * @param key the primary key's columns, between commas
   * @param columns each with its type, between commas; {@code numbered} after the type of one that
   *     the database numbers by itself
   */
  void create(String table, String key, String columns);

  void createUniqueIndex(String name, String table, String column);

  /** Rows with a value for each column. */
  void insert(String table, List<@Nullable String[]> rows);

  /** A row with values for these columns only. */
  void insert(String table, Map<String, String> values);

  default void insert(String table, @Nullable String... row) {
    insert(table, List.<@Nullable String[]>of(row));
  }

  void update(String table, String id, String column, @Nullable String value);

  void delete(String table, String id);

  void deleteAll(String table);

  void truncate(String table);

  /** The next number of a column is this one, as people say it who have brought rows in. */
  void restart(String table, String column, long next);

  void begin();

  /** As {@link #begin}; everything that is read until the end is as it was at the first read. */
  void beginRepeatable();

  void commit();

  void rollback();

  /** Each row as one text with bars between the values, in the order of the first column. */
  List<String> rows(String table, String... columns);

  String position(Freshness freshness);

  boolean isReached(Freshness freshness, String position);

  /** Whether it was the fence that has refused. */
  boolean isRefusal(Throwable error);

  @Override
  void close();
}
