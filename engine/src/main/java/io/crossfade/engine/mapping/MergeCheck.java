package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether several tables can become one: each needs a constant of its own that comes first in the
/// key, so that a row's key says which table it is of.
final class MergeCheck {
  /// Such texts are equal to every engine where they are equal but for case.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+");

  private final ScopedTable table;
  private final Problems problems;

  private MergeCheck(ScopedTable table, Problems problems) {
    this.table = table;
    this.problems = problems;
  }

  static void check(List<ScopedTable> scope, Problems problems) {
    scope.forEach(table -> new MergeCheck(table, problems).checkAlone(scope));
    scope.stream()
        .collect(
            Collectors.groupingBy(ScopedTable::targetName, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(tables -> checkTogether(tables, problems));
  }

  private static void checkTogether(List<ScopedTable> tables, Problems problems) {
    Map<String, ScopedTable> constants = new HashMap<>();
    for (int i = 0; i < tables.size(); i++) {
      MergeCheck check = new MergeCheck(tables.get(i), problems);
      if (i > 0) {
        check.checkBeside(tables.getFirst());
      }
      check.checkConstant(constants);
    }
  }

  private void checkAlone(List<ScopedTable> scope) {
    List<AddedColumn> inKey =
        table.rule().added().stream()
            .filter(added -> added instanceof AddedColumn.Constant c && c.inKey())
            .toList();
    if (inKey.size() > 1) {
      add(
          table.placeOfAdded(inKey.get(1).column()),
          "%s has two constants in its key, %s and %s"
              .formatted(table, inKey.get(0).column(), inKey.get(1).column()),
          "one column tells tables apart; take key away from the other");
    }
    AddedColumn.Constant constant = table.discriminator().orElse(null);
    if (constant == null) {
      return;
    }
    String what = "column %s of %s comes first in the key".formatted(constant.column(), table);
    Kind kind = table.dialects().kinds().apply(constant.type());
    if (!isExact(kind)) {
      add(
          constant,
          "%s, and has the type %s".formatted(what, constant.type()),
          "take an integer, or a text of varying length");
    } else if (constant.value() == null) {
      add(constant, what + ", and its constant is null", "give it a value");
    } else if (kind.family() == Kind.Family.TEXT && !PLAIN.matcher(constant.value()).matches()) {
      add(
          constant,
          "%s, and its constant is '%s'".formatted(what, constant.value()),
          "write it with letters from A to Z, digits, _, . and -, which all databases tell apart alike");
    }
    if (!table.rule().parts().isEmpty()) {
      add(
          constant,
          "%s becomes several tables, and a part of another one".formatted(table),
          "take split away, or key");
    }
    checkName(constant, scope);
  }

  /// Of a table that becomes a part of another one is told by the source's name.
  private void checkName(AddedColumn.Constant constant, List<ScopedTable> scope) {
    TableName name = table.source().name();
    Optional<ScopedTable> taken =
        scope.stream()
            .filter(other -> other.discriminator().isEmpty() && other.targetName().equals(name))
            .findFirst();
    taken.ifPresent(other ->
        add(
            constant,
            "%s becomes a part of %s, and its name is that of %s on the target: nobody could tell of which one a finding is"
                .formatted(table, table.targetName(), other),
            "give the other one another name with to"));
  }

  private static boolean isExact(Kind kind) {
    return kind.family() == Kind.Family.INTEGER
        || (kind.family() == Kind.Family.TEXT
            && !kind.has(Kind.Trait.PADDED)
            && !kind.has(Kind.Trait.CUT));
  }

  private void checkBeside(ScopedTable first) {
    AddedColumn.Constant constant = table.discriminator().orElse(null);
    AddedColumn.Constant other = first.discriminator().orElse(null);
    String both = "%s and %s would both become %s".formatted(first, table, table.targetName());
    if (constant == null || other == null) {
      ScopedTable renamed = table.rule().to() == null ? first : table;
      problems.add(
          ErrorCode.MAPPING_INVALID,
          renamed.rule().at(),
          both,
          "give one of them another name with to, or exclude it; or let them become one, by a constant in the key of each: add: {COLUMN: {type: TYPE, constant: VALUE, key: true}}");
    } else if (!constant.column().equals(other.column()) || !constant.type().equals(other.type())) {
      add(
          constant,
          "%s, and are told apart by %s %s and by %s %s"
              .formatted(both, other.column(), other.type(), constant.column(), constant.type()),
          "take the same column with the same type for all of them");
    } else if (!table.targetKey().equals(first.targetKey())) {
      add(
          constant,
          "%s, and their keys are %s and %s".formatted(both, first.targetKey(), table.targetKey()),
          "all of them need the same key columns in the same order; rename them with to");
    }
  }

  private void checkConstant(Map<String, ScopedTable> constants) {
    AddedColumn.Constant constant = table.discriminator().orElse(null);
    if (constant == null || constant.value() == null) {
      return;
    }
    String slice;
    try {
      slice = table.slice().toString().toLowerCase(Locale.ROOT); // 1 and 01 are the same
    } catch (IllegalArgumentException e) {
      return; // it is no value of its type, and refused as such
    }
    ScopedTable taken = constants.putIfAbsent(slice, table);
    if (taken != null) {
      add(
          constant,
          "%s and %s would both become the rows of %s with %s = %s"
              .formatted(taken, table, table.targetName(), constant.column(), constant.value()),
          "give each of them a constant of its own, which differs by more than case");
    }
  }

  private void add(AddedColumn.Constant constant, String what, String mend) {
    add(constant.at(), what, mend);
  }

  private void add(Place at, String what, String mend) {
    problems.add(ErrorCode.MAPPING_INVALID, at, what, mend);
  }
}
