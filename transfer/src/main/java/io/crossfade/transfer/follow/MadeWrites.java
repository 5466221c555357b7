package io.crossfade.transfer.follow;

import io.crossfade.connector.Write;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The writes of a batch, made while they are walked. Of the effects only a piece is held, of the
 * writes those for which rows could be read together.
 */
final class MadeWrites implements Iterable<Write> {
  private final Iterable<List<Effect>> pieces;
  private final BatchMaking making;
  private final Runnable goOn;

  /**
   * @param goOn throws when the batch is no longer wanted
   */
  MadeWrites(Iterable<List<Effect>> pieces, BatchMaking making, Runnable goOn) {
    this.pieces = pieces;
    this.making = making;
    this.goOn = goOn;
  }

  @Override
  public Iterator<Write> iterator() {
    return new Walk(pieces.iterator());
  }

  private final class Walk implements Iterator<Write> {
    private final Iterator<List<Effect>> more;
    private List<Effect> piece = List.of();
    private Iterator<Write> writes = Collections.emptyIterator();

    private Walk(Iterator<List<Effect>> more) {
      this.more = more;
    }

    @Override
    public boolean hasNext() {
      while (!writes.hasNext() && (!piece.isEmpty() || more.hasNext())) {
        goOn.run();
        if (piece.isEmpty()) {
          piece = more.next();
        }
        List<Effect> first = making.first(piece);
        piece = piece.subList(first.size(), piece.size());
        writes = making.writes(first).iterator();
      }
      return writes.hasNext();
    }

    @Override
    public Write next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return writes.next();
    }
  }
}
