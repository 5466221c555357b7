package io.crossfade.transfer.follow;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Batch;
import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Write;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.transfer.Workplace;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes gathered transactions in one transaction of the other side, moving the position with them.
 * One thread.
 */
final class BatchWriter {
  private static final Duration CHUNK_POLL = Duration.ofMillis(10);
  private static final Duration RECORD_EVERY = Duration.ofSeconds(2);
  private static final Duration VISIBLE_PATIENCE = Duration.ofMinutes(1);

  private final Mapping mapping;
  private final Workplace workplace;
  private final BatchSender sender;
  private final FollowListener listener;
  private final Runnable goOn;
  private final Database from;
  private final Stitch stitch;
  private final Rereads rereads;
  private final Unseen unseen;
  private final Mappers mappers = new Mappers();
  private @Nullable Position position;
  private @Nullable Position recorded;
  private long recordedAt;
  private long refreshedAt;
  private Duration refreshTook = Duration.ZERO;
  private volatile boolean settled;

  /**
   * @param goOn throws when nothing more is to be written
   */
  BatchWriter(
      Lease lease,
      Mapping mapping,
      Workplace workplace,
      BatchSender sender,
      FollowListener listener,
      Runnable goOn) {
    this.goOn = goOn;
    this.mapping = mapping;
    this.workplace = workplace;
    this.sender = sender;
    this.listener = listener;
    this.from = workplace.database(mapping.direction().from());
    this.stitch = new Stitch(from, workplace.database(mapping.direction().to()), lease, mapping);
    this.rereads = new Rereads(from);
    this.unseen = new Unseen(from);
  }

  void startAt(Position start) {
    position = start;
    recorded = start;
    recordedAt = workplace.timing().nanoTime();
    rereads.startAt(from.log().end());
    refresh();
  }

  /** Everything before it is on the written side. */
  Position position() {
    return started(position);
  }

  /**
   * The position that the written side itself has flushed; behind the other only by empty
   * transactions.
   */
  Position recorded() {
    return started(recorded);
  }

  private static Position started(@Nullable Position position) {
    if (position == null) {
      throw new IllegalStateException("not started");
    }
    return position;
  }

  boolean isSettled() {
    return settled;
  }

  /**
   * Moves past transactions that should all be our own; tells of those that are not. Returns how
   * many.
   */
  int pass(Collection<LoggedTransaction> transactions) {
    for (LoggedTransaction transaction : transactions) {
      if (transaction.mark() == null && !transaction.changes().isEmpty()) {
        listener.foreign(transaction);
        // Read too early its rows would look as before, and nothing would tell of them again.
        from.log().awaitVisible(List.of(transaction.id()), VISIBLE_PATIENCE);
        listener.foreignIsVisible(transaction);
      }
      passEmpty(transaction.end());
    }
    return transactions.size();
  }

  /**
   * Records an empty step only now and then. Each record is itself a transaction that the opposite
   * stream has to pass: recording at once would make the two streams answer each other for ever.
   */
  private void passEmpty(Position end) {
    position = end;
    if (workplace.timing().nanoTime() - recordedAt >= RECORD_EVERY.toNanos()) {
      write(new Batch(recorded(), end, List.of(), Set.of()));
    }
  }

  /** Nothing is left to be written up to here. That may settle chunks, too. */
  void passTo(Position through) {
    if (!position().isAtLeast(through)) {
      passEmpty(through);
      settle(true);
    }
  }

  /** Records that nothing is left to be written up to here. */
  void record(Position through) {
    if (!recorded().isAtLeast(through)) {
      write(new Batch(recorded(), through, List.of(), Set.of()));
      settle(true);
    }
  }

  /** Applies as many of the transactions as the stitch allows now. Returns how many. */
  int apply(Collection<LoggedTransaction> transactions) {
    Decision decision = stitch.decide(transactions);
    if (decision.covered == 0) {
      // Rule: wait for a chunk that is being copied, never inside a transaction.
      workplace
          .timing()
          .pauseOrStop(refreshTook.compareTo(CHUNK_POLL) > 0 ? refreshTook : CHUNK_POLL);
      refresh();
      return 0;
    }
    if (!decision.mustBeVisible.isEmpty()) {
      // Rule 3: a dropped change is passed only once every later snapshot will hold it.
      from.log().awaitVisible(decision.mustBeVisible, VISIBLE_PATIENCE);
    }
    List<LoggedTransaction> covered = transactions.stream().limit(decision.covered).toList();
    LoggedTransaction last = covered.get(covered.size() - 1);
    boolean done = true;
    if (decision.changes == 0) {
      passEmpty(last.end());
    } else {
      done = attempted(decision, covered);
    }
    if (done) {
      listener.applied(decision.covered, decision.changes, last);
    }
    settle(done);
    return done ? decision.covered : 0;
  }

  /**
   * @param done whether what was known of the chunks was right so far
   */
  private void settle(boolean done) {
    if (!stitch.isSettled() && (!done || isRefreshDue())) {
      refresh();
    }
    tellSettled();
  }

  /**
   * Brings rows to what the side that is read holds now; the stream then passes over them again.
   */
  int repair(List<RowDifference> rows) {
    // Read too early, a row would be older than what the stream has written, and never told again.
    awaitVisible(VISIBLE_PATIENCE);
    int repaired = 0;
    for (int from = 0; from < rows.size(); ) {
      int to = Math.min(rows.size(), from + rereads.atOnce());
      List<Effect> effects = rereads.repair(mapping, rows.subList(from, to));
      Applied applied =
          write(new Batch(recorded(), position(), Compactor.compact(effects, mappers), Set.of()));
      if (!(applied instanceof Applied.Done)) {
        throw refused(applied);
      }
      repaired += effects.size();
      from = to;
    }
    return repaired;
  }

  /** Until whatever is written can be seen on the side that is read. Callable from any thread. */
  void awaitVisible(Duration patience) {
    unseen.awaitVisible(patience);
  }

  private boolean attempt(Decision decision, List<LoggedTransaction> covered, BatchMaking making) {
    LoggedTransaction last = covered.get(covered.size() - 1);
    boolean isLarge = last.changes().isLarge();
    Iterable<List<Effect>> pieces = isLarge ? stitch.pieces(last) : List.of(decision.effects);
    boolean visible = false;
    while (true) {
      boolean readsAgain = isLarge || making.readsAgain(decision.effects);
      if (readsAgain && !visible) {
        // What is read again must have these transactions.
        from.log()
            .awaitVisible(covered.stream().map(LoggedTransaction::id).toList(), VISIBLE_PATIENCE);
        visible = true;
      }
      Applied applied = tried(decision, last, making, readsAgain ? pieces : null);
      if (applied != null && !making.learns(applied)) {
        if (applied instanceof Applied.Conflict) {
          throw refused(applied);
        }
        return applied instanceof Applied.Done;
      }
    }
  }

  /**
   * @param pieces from which the writes are made while they are walked; null where all are made now
   * @return null where the mapping has refused a row, and it is to be tried otherwise
   */
  private @Nullable Applied tried(
      Decision decision,
      LoggedTransaction last,
      BatchMaking making,
      @Nullable Iterable<List<Effect>> pieces) {
    try {
      Iterable<Write> writes =
          pieces == null ? making.writes(decision.effects) : new MadeWrites(pieces, making, goOn);
      return write(new Batch(recorded(), last.end(), writes, decision.dropped));
    } catch (CrossfadeException e) {
      if (!making.learns(e)) {
        throw e;
      }
      return null;
    }
  }

  private Applied write(Batch batch) {
    Applied applied = sender.send(batch);
    if (applied instanceof Applied.Done) {
      position = batch.through();
      recorded = batch.through();
      recordedAt = workplace.timing().nanoTime();
    }
    return applied;
  }

  private void refresh() {
    long begin = workplace.timing().nanoTime();
    stitch.refresh(position());
    refreshedAt = workplace.timing().nanoTime();
    refreshTook = Duration.ofNanos(refreshedAt - begin);
    tellSettled();
  }

  /**
   * With very many chunks that takes long. What is known may be old: the written side has the last
   * word in each batch.
   */
  private boolean isRefreshDue() {
    return refreshTook.compareTo(CHUNK_POLL) < 0
        || workplace.timing().nanoTime() - refreshedAt >= 10 * refreshTook.toNanos();
  }

  private void tellSettled() {
    settled = stitch.isSettled() && !rereads.areAheadOf(position());
  }

  /** What failed is told too: it may be committed all the same. */
  private boolean attempted(Decision decision, List<LoggedTransaction> covered) {
    boolean isLarge = covered.get(0).changes().isLarge();
    BatchMaking making =
        new BatchMaking(rereads, mappers, position(), decision.maybeCopied, isLarge);
    boolean untouched = false;
    try {
      untouched = !attempt(decision, covered, making);
      return !untouched;
    } finally {
      if (!untouched) {
        making.tell(listener);
        unseen.add(covered);
      }
    }
  }

  private static CrossfadeException refused(Applied applied) {
    Map<String, String> fields = new TreeMap<>(Map.of(CrossfadeException.PASSES, "true"));
    String reason = String.valueOf(applied);
    String row = "a row";
    if (applied instanceof Applied.Conflict conflict) {
      reason = conflict.reason();
      if (conflict.refused() != null) {
        fields.put("table", conflict.refused().table().toString());
        fields.put("key", conflict.refused().key().toString());
        row = "the row of %s with the key %s".formatted(fields.get("table"), fields.get("key"));
      }
    }
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "the written side refuses "
            + row
            + ", which the other side had accepted: "
            + reason
            + "; mend the row, or the table that is written, and the stream goes on by itself",
        fields);
  }
}
