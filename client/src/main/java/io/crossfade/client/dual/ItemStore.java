package io.crossfade.client.dual;

/**
 * One side's items of one store. Both sides' stores speak of values of the same type, which have an
 * {@code equals}.
 *
 * <p>What makes late, repeated and rivalling mirrors harmless is asked of the store, and nothing
 * else is:
 *
 * <ul>
 *   <li>Every write of the application issues a version greater than all that the item has had on
 *       either side, in one act with the write. A deletion is a write.
 *   <li>{@link #read} answers value and version of one moment, and only what has committed.
 *   <li>{@link #put} compares and writes in one act, and keeps the version given to it.
 *   <li>A deletion leaves its version behind (the tombstone), as long as a mirror may be late: as
 *       long as both sides are written.
 * </ul>
 *
 * <p>Safe for use by many threads. What fails is thrown; a call whose answer did not come may have
 * been carried out.
 */
public interface ItemStore<V> {
  /** The item as it is; version 0 and no value where this store has never heard of it. */
  Versioned<V> read(String key) throws Exception;

  /**
   * Makes the item what {@code state} says, deletes it where that has no value, and leaves it alone
   * if the version here is the same or newer.
   *
   * @return whether it was older here
   */
  boolean put(String key, Versioned<V> state) throws Exception;
}
