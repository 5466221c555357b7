package io.crossfade.gateway.wire;

/// What a client has sent that is still to be answered by ReadyForQuery, in its order.
///
/// Each Query, FunctionCall and Sync is answered by one, but for those Syncs that a server meets
/// while it takes a COPY from the client: it ignores them. A mistake of a strange client makes this
/// look too long, never too short. It is bounded by what fits between here and the database.
public final class Outstanding {
  private static final byte COMMAND = 1;
  private static final byte SYNC = 2;
  private static final byte COPY_END = 3;

  private byte[] ring = new byte[8];
  private int first;
  private int size;

  /// Commands and Syncs among them.
  private int answers;

  /// Messages of the extended protocol were sent, and no Sync after them.
  private boolean unsynced;

  /// More was answered than asked: nobody knows any more which answer is whose.
  private boolean lost;

  /// Notes a frame that is sent to the database.
  public void sent(int type) {
    switch (type) {
      case 'Q', 'F' -> add(COMMAND);
      case 'S' -> add(SYNC);
      case 'c', 'f' -> {
        if (!isEmpty()) {
          add(COPY_END);
        }
      }
      case 'P', 'B', 'E', 'D', 'C' -> unsynced = true;
      default -> {
        // CopyData, Flush and the like are answered together with what they belong to.
      }
    }
  }

  /// Whether all was answered.
  public boolean isEmpty() {
    return answers == 0 && !unsynced && !lost;
  }

  /// Notes a ReadyForQuery.
  public void answered() {
    dropCopyEnds();
    if (size == 0) {
      lost = true;
      return;
    }
    answers--;
    drop();
    dropCopyEnds();
  }

  /// The database takes a COPY from the client: by a Query, which is then the oldest of what is
  /// outstanding, or by an Execute, of which nothing stands here. The Syncs before the end of the
  /// COPY will not be answered.
  public void copyIn() {
    int kept = 0;
    boolean ended = false;
    int all = size;
    for (int i = 0; i < all; i++) {
      byte one = ring[index(i)];
      ended |= one == COPY_END;
      if (one == SYNC && !ended) {
        answers--;
      } else {
        ring[index(kept++)] = one;
      }
    }
    size = kept;
    // An Execute whose Sync is ignored waits for another one.
    unsynced |= answers == 0;
  }

  private void add(byte what) {
    if (size == ring.length) {
      grow();
    }
    ring[index(size++)] = what;
    if (what != COPY_END) {
      answers++;
      unsynced = false;
    }
  }

  private void dropCopyEnds() {
    while (size > 0 && ring[first] == COPY_END) {
      drop();
    }
  }

  private void drop() {
    first = index(1);
    size--;
  }

  private int index(int offset) {
    return (first + offset) & (ring.length - 1);
  }

  private void grow() {
    byte[] larger = new byte[ring.length * 2];
    for (int i = 0; i < size; i++) {
      larger[i] = ring[index(i)];
    }
    ring = larger;
    first = 0;
  }
}
