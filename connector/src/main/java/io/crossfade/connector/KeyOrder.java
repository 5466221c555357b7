package io.crossfade.connector;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import java.io.Serializable;
import java.util.Comparator;

/**
 * The order that cuts a table into chunks, computed here exactly as the database computes it.
 *
 * <p>Compares as many leading columns as both keys have, so that a bound on a prefix of the key
 * works.
 */
public interface KeyOrder extends Comparator<Key>, Serializable {
  default boolean contains(KeyRange range, Key key) {
    return (range.from() == null || compare(key, range.from()) >= 0)
        && (range.to() == null || compare(key, range.to()) < 0)
        && key.beginsWith(range.within());
  }
}
