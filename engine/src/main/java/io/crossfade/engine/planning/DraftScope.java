package io.crossfade.engine.planning;

import io.crossfade.connector.Finding;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which tables a first manifest moves: all that can.
///
/// @param schemas how many tables of each are moved
/// @param left in the schemas of those that move they have to be excluded by name
record DraftScope(List<Table> moved, Map<String, Integer> schemas, List<Draft.Left> left) {
  /// What a manifest can name.
  private static final Pattern NAME = Pattern.compile("[^.]+");

  /// @param findings of the source's preflight over all tables
  static DraftScope of(List<Table> tables, List<Finding> findings) {
    Map<String, List<String>> obstacles =
        findings.stream()
            .filter(finding -> finding.severity() == Finding.Severity.STOPS)
            .collect(
                Collectors.groupingBy(
                    finding -> unquoted(finding.where()),
                    Collectors.mapping(f -> f.what() + "; " + f.mend(), Collectors.toList())));
    List<Table> moved = new ArrayList<>();
    List<Draft.Left> left = new ArrayList<>();
    Map<String, Integer> schemas = new TreeMap<>();
    for (Table table : tables) {
      TableName name = table.name();
      List<String> why = obstacles.getOrDefault(unquoted(name.toString()), List.of());
      if (!NAME.matcher(name.schema()).matches() || !NAME.matcher(name.name()).matches()) {
        why = List.of("a manifest cannot name it: its name has a dot; rename it");
      }
      if (why.isEmpty()) {
        moved.add(table);
        schemas.merge(name.schema(), 1, Integer::sum);
      } else {
        left.add(new Draft.Left(name, why));
      }
    }
    return new DraftScope(moved, schemas, left);
  }

  /// A database quotes some names where it spells them out.
  private static String unquoted(String name) {
    return name.replace("\"", "");
  }

  boolean isExcludedByName(Draft.Left table) {
    return schemas.containsKey(table.table().schema())
        && NAME.matcher(table.table().name()).matches();
  }
}
