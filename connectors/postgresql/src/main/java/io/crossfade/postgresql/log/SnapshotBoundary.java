package io.crossfade.postgresql.log;

import io.crossfade.model.Boundary;
import io.crossfade.model.LoggedTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a snapshot on a primary has seen, exactly: {@code pg_current_snapshot()}, whose numbers are
 * 64-bit top-level transaction ids.
 */
public final class SnapshotBoundary implements Boundary {
  private static final long serialVersionUID = 1;

  private final long xmin;
  private final long xmax;
  private final long[] running;

  private SnapshotBoundary(long xmin, long xmax, long[] running) {
    this.xmin = xmin;
    this.xmax = xmax;
    this.running = running;
  }

  /** From the text of a {@code pg_snapshot}: {@code xmin:xmax:running,running}. */
  public static SnapshotBoundary parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length != 3) {
        throw new NumberFormatException(parts.length + " parts");
      }
      long[] running =
          parts[2].isEmpty()
              ? new long[0]
              : Arrays.stream(parts[2].split(",")).mapToLong(Long::parseLong).sorted().toArray();
      return new SnapshotBoundary(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a snapshot of PostgreSQL: " + text, e);
    }
  }

  /** All transactions below this one had ended. */
  long xmin() {
    return xmin;
  }

  /** No transaction from this one on had ended. */
  long xmax() {
    return xmax;
  }

  @Override
  public Inclusion includes(LoggedTransaction transaction) {
    return sees(transaction.id()) ? Inclusion.YES : Inclusion.NO;
  }

  /** Whether a transaction that is known to have committed had committed by then. */
  boolean sees(long transaction) {
    return transaction < xmin
        || (transaction < xmax && Arrays.binarySearch(running, transaction) < 0);
  }

  @Override
  public String encode() {
    List<String> ids = new ArrayList<>(running.length);
    for (long id : running) {
      ids.add(Long.toString(id));
    }
    return xmin + ":" + xmax + ":" + String.join(",", ids);
  }

  @Override
  public String toString() {
    return encode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SnapshotBoundary that
        && xmin == that.xmin
        && xmax == that.xmax
        && Arrays.equals(running, that.running);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(running) * 31 + Long.hashCode(xmax);
  }
}
