package io.crossfade.model;

/**
 * Who is written and who is read.
 *
 * @param migration the migration's name
 * @param epoch the number of this route; it only grows
 * @param writes who is written
 * @param reads the side to which {@code percent} of the read-only work goes; the rest goes where
 *     writes go
 * @param percent 0 to 100
 * @param shadowPercent how many of the reads are repeated on the other side and compared, 0 to 100
 * @param held whether new transactions wait
 */
public record Route(
    String migration,
    long epoch,
    Writes writes,
    Side reads,
    int percent,
    int shadowPercent,
    boolean held) {
  private static final long LEAP = 1_000_000;

  public Route {
    if (percent < 0 || percent > 100 || shadowPercent < 0 || shadowPercent > 100) {
      throw new IllegalArgumentException("a percentage lies between 0 and 100");
    }
  }

  /** The route before a migration has moved anybody. */
  public static Route initial(String migration) {
    return new Route(migration, 1, Writes.SOURCE, Side.SOURCE, 100, 0, false);
  }

  /** The same traffic, with new transactions waiting. */
  public Route hold() {
    return new Route(migration, epoch + 1, writes, reads, percent, shadowPercent, true);
  }

  /** The same traffic under a newer epoch, nobody waiting. */
  public Route release() {
    return new Route(migration, epoch + 1, writes, reads, percent, shadowPercent, false);
  }

  /** The same under an epoch beyond all that may have been published and forgotten. */
  public Route leap() {
    return new Route(migration, epoch + LEAP, writes, reads, percent, shadowPercent, held);
  }

  /** Everything, reads and writes, on one side. */
  public Route allOn(Side side) {
    return new Route(migration, epoch + 1, Writes.only(side), side, 100, 0, false);
  }

  /** Reads and first writes on one side, which is followed by the other through its writers. */
  public Route mirroredFrom(Side side) {
    return new Route(migration, epoch + 1, Writes.both(side), side, 100, 0, false);
  }

  /** A share of the reads on {@code side}, writes where they are. */
  public Route reading(Side side, int share) {
    return new Route(migration, epoch + 1, writes, side, share, shadowPercent, held);
  }

  /** The same with so many of the reads repeated on the other side. */
  public Route shadowing(int share) {
    return new Route(migration, epoch + 1, writes, reads, percent, share, held);
  }
}
