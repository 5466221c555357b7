package io.crossfade.client.dual;

import io.crossfade.model.Side;
import java.util.concurrent.atomic.LongAdder;

/** One store as the two sides have it, and what was brought from one to the other. */
final class StorePair<V> {
  private final ItemStore<V> source;
  private final ItemStore<V> target;
  private final LongAdder mirrored = new LongAdder();
  private final LongAdder diverged = new LongAdder();

  StorePair(ItemStore<V> source, ItemStore<V> target) {
    this.source = source;
    this.target = target;
  }

  private ItemStore<V> on(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  /**
   * Brings the other side the item as it is here.
   *
   * @param readBack whether to look afterwards at what has arrived
   * @return the version that the other side has at least
   */
  long carry(Side from, String key, boolean readBack) throws Exception {
    Versioned<V> state = on(from).read(key);
    ItemStore<V> to = on(from.other());
    if (to.put(key, state)) {
      mirrored.increment();
    }
    if (readBack) {
      Versioned<V> arrived = to.read(key);
      // What is newer came from somebody else meanwhile, and says nothing of this mirror.
      if (arrived.version() == state.version() && !arrived.equals(state)) {
        diverged.increment();
      }
    }
    return state.version();
  }

  long mirrored() {
    return mirrored.sum();
  }

  long diverged() {
    return diverged.sum();
  }
}
