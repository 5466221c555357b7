package io.crossfade.connector;

import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What writers of both sides note in this database of each item that they have written: the version
 * it has here, and the one that the other side is known to have. See docs/dual-writes.md.
 *
 * <p>An item's store is the source's name of a table, on both sides; its key is the text of a row's
 * key.
 */
public interface Items {

  /** A moment of this database: what was committed before it, and what was not. Its own text. */
  record Moment(String text) {}

  record Item(String store, String key) {}

  /**
   * A look at all that was noted, at one moment.
   *
   * @param told items that were written here, or brought to the other side, since the look before;
   *     all that there are where there was none
   * @param whole whether {@code told} is all of it; if not, any item may have been
   * @param pending items that the other side does not have as they are here
   * @param apart those among them that their writers do not try again by themselves
   * @param oldestMillis how long the oldest of them has been pending, by this database's clock
   */
  record Look(
      Moment at, List<Item> told, boolean whole, long pending, long apart, long oldestMillis) {
    public Look {
      told = List.copyOf(told);
    }
  }

  /**
   * A table whose rows are items.
   *
   * @param key the columns of its key, in the key's order
   */
  record Noted(TableName table, List<String> key, String store) {
    public Noted {
      key = List.copyOf(key);
    }
  }

  /**
   * A role that may write a table, as its name is spelled in a statement. Mirrors come as one of
   * these, as far as anybody can know.
   *
   * @param rights those of {@code SELECT}, {@code INSERT}, {@code UPDATE}, {@code DELETE} that it
   *     has
   */
  record Writer(String role, TableName table, List<String> rights) {
    public Writer {
      rights = List.copyOf(rights);
    }
  }

  /** Who may write these tables, their owners too; without our role and superusers. */
  List<Writer> writers(List<TableName> tables);

  /**
   * Lets them write here what they may write there: tables that were made for the migration, which
   * are fenced against everybody but mirrors. A role that is not known here is left out.
   * Repeatable.
   */
  void admit(Lease lease, List<Writer> writers);

  /**
   * What mirrors of these rows would meet here. Changes nothing.
   *
   * @param forward how the source's tables become the target's
   * @param writers of the source, with the names that the tables have here
   */
  List<Finding> findings(Side side, List<TableMapping> forward, List<Writer> writers);

  /** Lets whoever may write these tables note their items here. Repeatable. */
  void open(Lease lease, List<TableName> tables);

  /**
   * From when it returns every row of these tables that is written is noted by the database itself
   * where its writer has not, whoever that is; and no transaction that wrote one of them without is
   * still under way. What cannot be noted, as TRUNCATE, is refused. Repeatable. DEADLINE_PASSED if
   * writers do not end within {@code patience}.
   *
   * @param firstVersion of an item that was never written here: {@link
   *     io.crossfade.model.ItemVersion#first}
   */
  void watch(Lease lease, List<Noted> tables, long firstVersion, Duration patience);

  /** Takes that back. Repeatable, and possible where the lease was taken away already. */
  void unwatch(Lease lease);

  /** Forgets what was noted. Repeatable, and possible where the lease was taken away already. */
  void forget(Lease lease);

  Moment now();

  /**
   * @param since the moment of the look before
   * @param atMost items that are told
   */
  Look look(String migration, Moment since, int atMost);

  /** Whether nothing is pending that was written before that moment and not since. */
  boolean isSettled(String migration, Moment before);

  /** Lets these items count as written just now, so that their writers bring them over anew. */
  void renew(Lease lease, Collection<Item> items);

  /** The same for all items of a store that were ever written. */
  void renewAll(Lease lease, String store);

  /**
   * Begins the one transaction that writes a chunk beside writers of both sides: it leaves alone
   * what they have brought here, and does not bring back what they have deleted.
   *
   * @param format as for {@link Writer#chunk}
   */
  ChunkWrite chunk(Lease lease, Chunk chunk, TableMapping mapping, @Nullable String format);
}
