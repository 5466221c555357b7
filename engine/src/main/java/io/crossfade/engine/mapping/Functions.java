package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.engine.manifest.ColumnRule;
import io.crossfade.engine.manifest.ColumnRule.Making;
import io.crossfade.engine.manifest.Nearest;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.Scope;
import io.crossfade.engine.manifest.TableRule;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.RowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The users' own functions that a manifest names, as they are found on the class path.
///
/// Not in a directory that a manifest names: whoever may give a manifest to a server could run what
/// he likes there.
record Functions(Map<String, RowFunction> byName) {
  private record Use(String function, Place at) {}

  static Functions of(Scope scope, Problems problems) {
    List<Use> uses = uses(scope);
    Functions found = new Functions(new TreeMap<>());
    if (!uses.isEmpty()) {
      found.load(uses.getFirst().at(), problems);
      uses.forEach(use -> found.check(use, problems));
    }
    return found;
  }

  Optional<RowFunction> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// One that was checked.
  RowFunction require(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("no function " + name));
  }

  private static List<Use> uses(Scope scope) {
    List<Use> uses = new ArrayList<>();
    for (TableRule rule : scope.rules()) {
      for (ColumnRule column : rule.columns()) {
        if (column instanceof ColumnRule.Made made && made.making() instanceof Making.Call call) {
          uses.add(new Use(call.function(), call.at()));
        }
      }
      for (AddedColumn added : rule.added()) {
        if (added instanceof AddedColumn.Called called) {
          uses.add(new Use(called.function(), called.at()));
        }
      }
    }
    return uses;
  }

  private void load(Place at, Problems problems) {
    try {
      for (RowFunction function :
          ServiceLoader.load(RowFunction.class, RowFunction.class.getClassLoader())) {
        RowFunction first = byName.putIfAbsent(function.name(), function);
        if (first != null) {
          problems.add(
              ErrorCode.MAPPING_INVALID,
              at,
              "%s and %s are both called %s"
                  .formatted(
                      first.getClass().getName(), function.getClass().getName(), function.name()),
              "give one of them another name");
        }
      }
    } catch (ServiceConfigurationError e) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          at,
          "a function on the class path cannot be loaded: " + e.getMessage(),
          "mend its jar, or take it away; see docs/mapping.md");
    }
  }

  private void check(Use use, Problems problems) {
    if (!byName.containsKey(use.function())) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          use.at(),
          "there is no function %s on the class path".formatted(use.function()),
          byName.isEmpty()
              ? "put its jar into the directory that CROSSFADE_FUNCTIONS names; see docs/mapping.md"
              : Nearest.suggestion(use.function(), List.copyOf(byName.keySet())));
    }
  }
}
