package io.crossfade.client.dual;

import io.crossfade.model.Side;
import java.util.List;

/**
 * Takes a first write back after its mirror failed. It is a write like any other: it issues newer
 * versions, and is mirrored when the other side can be reached again.
 *
 * <p>It cannot make the first write unseen: others may have read it, and built on it, before it was
 * taken back. The mirror whose answer did not come may have arrived, or still arrive; then the
 * other side has the write until the one that takes it back follows. And a process that dies before
 * it gets here compensates nothing: the write then stands, on both sides in the end.
 */
@FunctionalInterface
public interface Compensation {
  /**
   * @param side the side that was written first
   * @param items what was written, in that order
   */
  void undo(Side side, List<Item> items) throws Exception;
}
