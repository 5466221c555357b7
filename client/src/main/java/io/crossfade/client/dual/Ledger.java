package io.crossfade.client.dual;

import io.crossfade.model.LedgerEntry;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The items that are newer on one side than on the other, as far as this process may know. Safe for
 * use by many threads.
 *
 * <p>An entry is a word only, "read this again", and no payload. So an entry too many costs a
 * mirror that changes nothing; one too few is a loss.
 */
public interface Ledger extends AutoCloseable {
  /**
   * How an attempt failed.
   *
   * @param error without values
   * @param refused whether it was this item that the other side refused: only that is counted
   * @param random from 0 to 1, for {@link BackOff#pause}
   */
  record Failed(String error, boolean refused, BackOff backOff, double random) {
    private static final int WHAT_PASSES = 4;

    /** Whether that many refusals set the item apart. */
    public boolean apart(int refusals) {
      return refused && refusals >= backOff.apartAfter();
    }

    public Duration pause(int refusals) {
      return backOff.pause(refused ? refusals : WHAT_PASSES, random);
    }
  }

  /** The ledger of one store in numbers; see {@link io.crossfade.model.LedgerCount}. */
  record Count(String store, long pending, long apart, long oldestMillis) {}

  /**
   * Before the first write of an item. Comes back only when the word will be found again, as far as
   * this ledger's guarantee goes. An outbox does nothing here: the writer notes the item in its own
   * transaction.
   */
  void note(Side from, Item item);

  /**
   * Whether that word lies in the first write's own transaction, so that whoever writes without one
   * would leave none.
   */
  default boolean needsTransaction() {
    return false;
  }

  /**
   * After the first write.
   *
   * @param known whether its end is known. If not, the store may still carry it out: the item is
   *     kept until it was settled once more after that
   */
  void ended(Side from, Item item, boolean known);

  /** What is known now, before the item is read; to be handed to {@link #settled}. */
  long seen(Side from, Item item);

  /**
   * The other side has what {@code from} had at {@code version}. Whatever was noted since {@code
   * seen} stays.
   */
  void settled(Side from, Item item, long version, long seen) throws Exception;

  /** The item stays, and is due again after a pause, or set apart. */
  void failed(Side from, Item item, Failed how) throws Exception;

  /**
   * Items that are to be settled now. Whoever is given an item has it for itself for a while, so
   * that no two processes try the same one at once.
   *
   * @param stores whose items are wanted: another application may know others
   * @param hurried whether pauses are not waited for, because a hold waits for the ledger
   */
  List<Item> due(Side from, Set<String> stores, int atMost, boolean hurried) throws Exception;

  List<Count> counts(Side from) throws Exception;

  /** The oldest entries. */
  List<LedgerEntry> entries(Side from, int atMost) throws Exception;

  /** Makes an item due now, set apart or not; false if it is not in the ledger. */
  boolean retry(Side from, Item item) throws Exception;

  /** Takes back all that were set apart; how many they were. */
  int retryApart(Side from) throws Exception;

  @Override
  void close();
}
