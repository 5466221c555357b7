package io.crossfade.connector;

import io.crossfade.model.Column;
import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a database says of itself, and the tables we make in it. */
public interface Catalog {
  /** All tables of users, without the system's and our own. */
  List<Table> tables();

  /** The shapes of all tables of users. Quick: it is asked again and again. */
  List<Shape> shapes();

  /** The type as {@link #tables} would spell it. MAPPING_INVALID if there is none. */
  String spelling(String type);

  /**
   * By whose rules types, defaults and definitions are written here. A table goes to a database of
   * the same dialect as it is.
   */
  String dialect();

  /**
   * What the values of a column of this type are. Told by the type's name alone, as {@link #tables}
   * or a person spells it: the server may be away.
   */
  Kind kind(String type);

  /**
   * This table of ours with as much of it as every dialect knows: without generated columns and
   * definitions of our own, and with defaults as {@link PlainDefault} writes them. Asked of the
   * source, which may be away.
   */
  default Proposal portable(Table table) {
    return Proposal.of(table);
  }

  /**
   * What this database would have for a table that another one's {@link #portable} gave: the same
   * columns in types of its own. Asked of the target, which may be away.
   */
  default Proposal propose(Table portable) {
    return Proposal.of(portable);
  }

  /**
   * What would stop or disturb a migration in which this database is {@code side}; empty when
   * nothing. Of the tables' columns only those are looked at that are given. A reader's rights do.
   */
  default List<Finding> preflight(Side side, List<Table> tables) {
    return preflight(side, tables, true);
  }

  /**
   * @param followed whether its log is to be followed; if not, nothing is asked that only a log
   *     needs
   */
  List<Finding> preflight(Side side, List<Table> tables, boolean followed);

  /**
   * What of these tables another database takes otherwise than theirs does, or not at all. Asked of
   * the target.
   *
   * @param source what the source says of itself, by {@link #settings}
   */
  List<Finding> differences(Map<String, String> source, List<Table> tables);

  /**
   * What hangs on these tables, or stands beside them, and is neither in {@link #tables} nor in
   * {@link #objects} nor refused by {@link #preflight}: nothing may be left behind without a word.
   */
  List<NotCarried> notCarried(List<Table> tables);

  /**
   * What stands around these tables, in an order in which it can be made: all that hangs on them,
   * all that is in {@code schemas}, and whatever these need from elsewhere.
   */
  List<SchemaObject> objects(Set<String> schemas, List<Table> tables);

  /** Comments of these tables and their columns, as far as they are not among the objects. */
  default List<Comment> comments(List<Table> tables) {
    return List.of();
  }

  /** What makes such a comment here; empty where nobody but a person can. */
  default Optional<SchemaObject> commenting(Comment comment) {
    return Optional.empty();
  }

  /**
   * Which of these objects of another database cannot be made in this one, and why: an extension
   * that is not installed here, a role that is not there.
   */
  Map<ObjectName, String> obstacles(List<SchemaObject> objects);

  /**
   * Makes, in the order given, what is not there yet, and records what was made in the same
   * transaction. Traits are given only to what was made by us. Repeatable.
   *
   * @return what the server refused, with its reason; never what the tables need
   */
  List<NotCarried> make(Lease lease, List<SchemaObject> objects);

  /**
   * Makes the tables with their primary keys, defaults and sequences, without secondary indexes and
   * constraints, and records them. Tables that exist are left as they are. Repeatable.
   */
  void create(Lease lease, List<Table> tables);

  /** Builds what {@link #create} left out, and gathers statistics. Repeatable. */
  void finish(Lease lease, List<Table> tables);

  /** Why {@link #adjust} cannot add this column to a table that has rows; empty when it can. */
  Optional<String> whyNotAdded(Column column);

  /**
   * Brings a table that is there as near to this one as it goes without reading or writing its
   * rows: adds columns that it lacks, lets columns be empty, sets defaults. Others wait for it a
   * moment at a time. If it was made for the migration, makes partitions that it lacks, and takes
   * the rows of those that it should not have. Repeatable.
   */
  void adjust(Lease lease, Table table);

  /**
   * Drops one table, if it was made for the migration, and what was made for it and needs the
   * table; to be made anew.
   */
  void drop(String migration, TableName table);

  /** Drops all that was made for the migration, and nothing else (undo). */
  void drop(String migration);

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

  /** What a role of applications may do with these tables. */
  default RoleRights rights(String role, List<TableName> tables) {
    return RoleRights.UNKNOWN;
  }

  /**
   * What {@link #create} and {@link #finish} would run where none of these tables is there, for a
   * person to run by hand, in order.
   *
   * @param before statements that make what stands around the tables, and comes before them
   * @param after and what comes after them
   */
  List<String> ddl(List<String> before, List<Table> tables, List<String> after);

  /** An exact row count of each table, for tests of emptiness: stops counting at {@code limit}. */
  long count(Table table, long limit);
}
