package io.crossfade.client.dual;

import io.crossfade.client.RoutedTransaction;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A write under way: counted in the router's epoch from its beginning until its first write has
 * ended, so that a hold waits for it and for what it notes. Closing it without a word on its end
 * means that nobody knows it.
 *
 * <p>Of one thread. It keeps to the route under which it began: where that one is not mirrored,
 * nothing is noted, and nothing is mirrored even if the route has changed meanwhile. Whoever counts
 * on both sides' being written waits until every router has confirmed that route and drained.
 */
public final class DualWrite implements AutoCloseable {
  private final DualWriter writer;
  private final RoutedTransaction transaction;
  private final boolean placed;
  private final Set<Item> items = new LinkedHashSet<>();
  private boolean over;

  DualWrite(DualWriter writer, RoutedTransaction transaction, boolean placed) {
    this.writer = writer;
    this.transaction = transaction;
    this.placed = placed;
  }

  /** The side that is written first, whose word counts. */
  public Side side() {
    return transaction.side();
  }

  /** Whether what is written has to reach the other side too. */
  public boolean mirrored() {
    return transaction.route().writes().mirrored();
  }

  /**
   * Counts a transaction that its caller has carried out, as the gates of the migration want it.
   *
   * @param since when it began, by {@link System#nanoTime}
   */
  public void count(long since, boolean failed) {
    writer.count(System.nanoTime() - since, failed);
  }

  /** Grows with every change of the side whose word counts: what versions may begin with. */
  public long epoch() {
    return transaction.route().epoch();
  }

  /** What was noted, in that order. */
  public List<Item> items() {
    return List.copyOf(items);
  }

  /** To be called before the item is first written. */
  public void note(Item item) {
    if (mirrored() && items.add(item)) {
      boolean noted = false;
      try {
        writer.ledger().note(side(), item);
        noted = true;
      } finally {
        if (!noted) {
          items.remove(item);
        }
      }
    }
  }

  /**
   * The first write has happened. Waits for its mirror where this writer is a synchronous one.
   *
   * @throws io.crossfade.model.CrossfadeException MIRROR_FAILED where it was taken back again
   */
  public void done() {
    end(true, true);
  }

  /** The first write has not happened, and never will. */
  public void undone() {
    end(true, false);
  }

  /** After {@link #done} and {@link #undone} nothing; else the write's end is unknown. */
  @Override
  public void close() {
    end(false, true);
  }

  private void end(boolean known, boolean mirror) {
    if (over) {
      return;
    }
    over = true;
    List<Item> noted = new ArrayList<>(items);
    for (Item item : noted) {
      writer.ledger().ended(side(), item, known);
    }
    if (noted.isEmpty() || !mirror) {
      transaction.close();
      leave();
    } else {
      writer.mirrors().mirror(new Mirrors.Written(transaction, noted, placed), known);
    }
  }

  private void leave() {
    if (placed) {
      writer.mirrors().queue().leave();
    }
  }
}
