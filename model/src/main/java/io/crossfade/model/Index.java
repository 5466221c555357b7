package io.crossfade.model;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index.
 *
 * @param columns in the index's order; those inside of expressions are not among them
 * @param constraint whether it stands behind a unique constraint of the same name
 * @param definition what follows the table's name, where it is more than plain columns in the
 *     engine's usual kind of index; null where it is not
 */
public record Index(
    String name,
    List<String> columns,
    boolean unique,
    boolean constraint,
    @Nullable Definition definition)
    implements Serializable {
  public Index {
    columns = List.copyOf(columns);
  }

  public static Index plain(String name, List<String> columns, boolean unique) {
    return new Index(name, columns, unique, false, null);
  }
}
