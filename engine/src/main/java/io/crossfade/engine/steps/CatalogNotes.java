package io.crossfade.engine.steps;

import io.crossfade.connector.NotCarried;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a step's event says of the target's catalog: what the server refused, and where it is not
/// what it should be.
public final class CatalogNotes {
  /// The fact that says how many there are; each of the first stands in a fact of its own.
  public static final String DIFFERENCES = "differences";

  /// Before what is not as it should be.
  public static final String DIFFERS = "the target's catalog differs: ";

  private static final int MOST = 50;

  private CatalogNotes() {}

  /// What differed when the step was done, of its facts. Only the first of them are in there.
  public static List<String> differences(Map<String, String> facts) {
    return facts.values().stream()
        .filter(line -> line.startsWith(DIFFERS))
        .map(line -> line.substring(DIFFERS.length()))
        .toList();
  }

  static void put(Map<String, String> facts, List<NotCarried> refused, List<String> differences) {
    List<String> lines = new ArrayList<>(refused.stream().map(NotCarried::toString).toList());
    differences.forEach(line -> lines.add(DIFFERS + line));
    facts.put(DIFFERENCES, "" + lines.size());
    for (int i = 0; i < Math.min(MOST, lines.size()); i++) {
      facts.put("difference " + (i + 1), lines.get(i));
    }
  }
}
