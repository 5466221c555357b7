package io.crossfade.connector;

import io.crossfade.model.Column;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a database says of itself, and the tables we make in it. */
public interface Catalog {
  /** All tables of users, without the system's and our own. */
  List<Table> tables();

  /** The shapes of all tables of users. Quick: it is asked again and again. */
  List<Shape> shapes();

  /** The type as {@link #tables} would spell it. MAPPING_INVALID if there is none. */
  String spelling(String type);

  /**
   * What would stop or disturb a migration in which this database is {@code side}; empty when
   * nothing. Of the tables' columns only those are looked at that are given. A reader's rights do.
   */
  List<Finding> preflight(Side side, List<Table> tables);

  /**
   * What of these tables another database takes otherwise than theirs does, or not at all. Asked of
   * the target.
   *
   * @param source what the source says of itself, by {@link #settings}
   */
  List<Finding> differences(Map<String, String> source, List<Table> tables);

  /**
   * What hangs on these tables, or stands beside them, and is neither in {@link #tables} nor
   * refused by {@link #preflight}: nothing may be left behind without a word.
   */
  List<NotCarried> notCarried(List<Table> tables);

  /**
   * Makes the tables with their primary keys, defaults and sequences, without secondary indexes and
   * constraints. Tables that exist are left as they are. Repeatable.
   */
  void create(List<Table> tables);

  /** Builds what {@link #create} left out, and gathers statistics. Repeatable. */
  void finish(List<Table> tables);

  /** Why {@link #adjust} cannot add this column to a table that has rows; empty when it can. */
  Optional<String> whyNotAdded(Column column);

  /**
   * Brings a table that is there as near to this one as it goes without reading or writing its
   * rows: adds columns that it lacks, lets columns be empty, sets defaults. Others wait for it a
   * moment at a time. Repeatable.
   */
  void adjust(Table table);

  /** Drops tables that {@link #create} made (undo); only those that bear our comment. */
  void drop(List<Table> tables);

  /**
   * What this server is and how it is set up, as far as a migration depends on it: by the server's
   * own names. No secrets.
   */
  Map<String, String> settings();

  /**
   * About how many bytes the largest row of each of these tables has: of a sample, and only where
   * rows are large.
   */
  Map<TableName, Long> largeRows(List<Table> tables);

  /** About how large these tables are; those that are not there are left out. */
  Map<TableName, Size> sizes(List<Table> tables);

  /**
   * What {@link #create} and {@link #finish} would run where none of these tables is there, for a
   * person to run by hand, in order.
   */
  List<String> ddl(List<Table> tables);

  /** An exact row count of each table, for tests of emptiness: stops counting at {@code limit}. */
  long count(Table table, long limit);
}
