package io.crossfade.postgresql.log;

import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.postgresql.log.Relation.Attribute;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lays the values of a log into a table whose columns were others when that log was written.
 *
 * <p>A column that was added later has no values there: they count as left out, and are read again
 * where a row needs them. One that is gone by now is passed over. One that had another type cannot
 * be read: then only the keys of the changes are told.
 */
final class OlderShape {
  /** In place of a column's index: the value is passed over. */
  static final int NOWHERE = -1;

  private OlderShape() {}

  /** Empty where not even the keys can be read. */
  static Optional<RowDecoder> decoder(Relation relation, Table table, TypeNames types) {
    int[] places = new int[relation.attributes().size()];
    boolean readable = true;
    for (int i = 0; i < places.length; i++) {
      Attribute logged = relation.attributes().get(i);
      Column known = table.has(logged.name()) ? table.column(logged.name()) : null;
      boolean same =
          known != null && types.of(logged.type(), logged.modifier()).equals(known.type());
      readable &= known == null || same;
      places[i] = same ? table.indexOf(logged.name()) : NOWHERE;
    }
    boolean keyed =
        table.key().stream()
            .mapToInt(table::indexOf)
            .allMatch(key -> Arrays.stream(places).anyMatch(place -> place == key));
    return keyed ? Optional.of(new RowDecoder(table, places, readable)) : Optional.empty();
  }
}
