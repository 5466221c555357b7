package io.crossfade.engine.manifest;

import io.crossfade.connector.Problem;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Gathers what is wrong with a manifest, so that a user mends it once and not once per error.
public final class Problems {
  private record Entry(ErrorCode code, Place at, Problem problem) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Set<Problem> known = new HashSet<>();

  private static final String OR_ONE_WAY =
      "; or give the rollback after the cutover up with reverse: none";

  public void add(ErrorCode code, Place at, String what, String mend) {
    String ways = code == ErrorCode.MAPPING_NOT_REVERSIBLE ? mend + OR_ONE_WAY : mend;
    Problem problem = new Problem(what, at.toString(), ways);
    if (known.add(problem)) {
      entries.add(new Entry(code, at, problem));
    }
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// In the manifest's order.
  public List<Problem> list() {
    return entries.stream().sorted(Comparator.comparing(Entry::at)).map(Entry::problem).toList();
  }

  /// Throws one error with all of them, under the code of the first in the manifest's order.
  public void throwIfAny() {
    if (entries.isEmpty()) {
      return;
    }
    List<Entry> sorted = entries.stream().sorted(Comparator.comparing(Entry::at)).toList();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("problems", String.valueOf(sorted.size()));
    fields.put("at", sorted.getFirst().at().toString());
    throw new CrossfadeException(
        sorted.getFirst().code(),
        sorted.stream().map(e -> e.problem().toString()).collect(Collectors.joining("\n")),
        fields);
  }
}
