package io.crossfade.transfer.compare;

import io.crossfade.model.Key;
import io.crossfade.model.Position;
import io.crossfade.model.TableMapping;
import java.util.Collection;

/** How a comparison tells lag from drift. */
public interface Sync {
  /**
   * Returns once the written side has everything that was committed on the other side before this
   * call, and up to which position that is. By then the stream has told of each row in it, and
   * whatever it has written can be seen on the other side.
   */
  Position catchUp();

  /** Notes from now on of which of these rows the stream tells. */
  TouchedKeys.Look look(TableMapping table, Collection<Key> keys);
}
