package io.crossfade.engine.strategies;

import io.crossfade.connector.Database;
import io.crossfade.connector.Finding;
import io.crossfade.connector.Items;
import io.crossfade.connector.Items.Writer;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Problem;
import io.crossfade.model.Mapping;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the application's mirrors meet on the two sides, and what lets them in. As whom they come
/// nobody tells: as one of those, it is taken, who may write the source.
public record Admission(Mapping forward, Items source, Items target) {

  /// What would stop or disturb them. Changes nothing.
  public static List<Finding> findings(Mapping forward, Database source, Database target) {
    String one = source.catalog().dialect();
    String other = target.catalog().dialect();
    if (!one.equals(other)) {
      return List.of(
          Finding.stops(
              new Problem(
                  "the application would write the same item to %s and to %s, and what one of them takes for equal the other does not"
                      .formatted(one, other),
                  "strategy dual-write",
                  "take strategy cdc, which converts values; dual writes need one engine on both sides")));
    }
    if (source.items().isEmpty() || target.items().isEmpty()) {
      return List.of(
          Finding.stops(
              new Problem(
                  "it has no place where the application could note what it writes",
                  source.items().isEmpty() ? "the source" : "the target",
                  "take strategy cdc")));
    }
    if (forward.tables().stream().anyMatch(TableMapping::isSliced)) {
      return List.of(
          Finding.stops(
              new Problem(
                  "several tables become one, and a mirrored item has the same key on both sides",
                  "strategy dual-write",
                  "take strategy cdc, or take key away from the mapping's constants")));
    }
    return new Admission(forward, source.items().get(), target.items().get()).findings();
  }

  private List<Finding> findings() {
    List<Writer> writers = writers();
    return Stream.concat(
            source.findings(Side.SOURCE, forward.tables(), writers).stream(),
            target.findings(Side.TARGET, forward.tables(), there(writers)).stream())
        .toList();
  }

  /// The source's grants come with `finish` only, and mirrors long before. Repeatable.
  void admit(Lease lease) {
    target.admit(lease, there(writers()));
  }

  private List<Writer> writers() {
    return source.writers(names().keySet().stream().sorted().toList());
  }

  /// With the names that their tables have on the target.
  private List<Writer> there(List<Writer> writers) {
    Map<TableName, TableName> names = names();
    return writers.stream()
        .flatMap(writer ->
            Stream.ofNullable(names.get(writer.table()))
                .map(table -> new Writer(writer.role(), table, writer.rights())))
        .toList();
  }

  private Map<TableName, TableName> names() {
    return forward.tables().stream()
        .collect(Collectors.toMap(table -> table.from().name(), table -> table.to().name()));
  }
}
