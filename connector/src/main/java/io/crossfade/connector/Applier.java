package io.crossfade.connector;

/**
 * Applies batches on a connection of its own, one at a time.
 *
 * <p>In one transaction: the mark; the position from {@code after} to {@code through} if the lease
 * is still ours, else SUPERSEDED; the dropped chunks re-read under share locks; the writes in
 * order. When {@link #apply} returns Done, everything is flushed to disk.
 */
public interface Applier extends AutoCloseable {
  Applied apply(Batch batch);

  @Override
  void close();
}
