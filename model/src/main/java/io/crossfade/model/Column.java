package io.crossfade.model;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.NamedKinds;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A column.
 *
 * @param type the type in the engine's own spelling, with its length and precision, e.g. {@code
 *     numeric(12,2)}
 * @param defaultExpression in the engine's own spelling; of a generated column what it is generated
 *     as; null for none
 * @param identity whether the engine numbers this column by itself (identity or serial)
 * @param generated whether the engine computes this column, so that nobody may write it
 * @param kind what its values are, whatever the engine
 */
public record Column(
    String name,
    String type,
    boolean nullable,
    @Nullable String defaultExpression,
    boolean identity,
    boolean generated,
    Kind kind)
    implements Serializable {

  /** One of a type by the name that SQL gives it. */
  public Column(
      String name,
      String type,
      boolean nullable,
      @Nullable String defaultExpression,
      boolean identity,
      boolean generated) {
    this(name, type, nullable, defaultExpression, identity, generated, NamedKinds.of(type));
  }

  public Column renamed(String newName) {
    return new Column(newName, type, nullable, defaultExpression, identity, generated, kind);
  }

  /** The same of another type. */
  public Column typed(String newType, Kind newKind) {
    return new Column(name, newType, nullable, defaultExpression, identity, generated, newKind);
  }
}
