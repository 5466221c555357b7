package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A row takes over the values of another one: whatever they are, they are values that belong
/// there.
record TakeOver(AnyTable table, List<String> key, List<String> other) implements Action {

  @Override
  public Kind kind() {
    return Kind.ANY;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    String values =
        table.values().stream()
            .map(c -> "%1$s = other.%1$s".formatted(c.name()))
            .collect(Collectors.joining(", "));
    List<String> parameters = new ArrayList<>(key);
    parameters.addAll(other);
    tx.change(
        "UPDATE %s AS mine SET %s FROM %s AS other WHERE %s AND %s"
            .formatted(
                table.name(), values, table.name(), table.isRow("mine"), table.isRow("other")),
        parameters.toArray());
    tx.witness(1);
  }
}
