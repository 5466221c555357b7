package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What clients were promised by a COMMIT, and what they know nothing of because the answer never
/// came.
final class BankLedger {
  /// By name: the two rows that it wrote.
  private final Map<String, List<String>> transfers = new ConcurrentHashMap<>();

  private final Map<String, List<String>> doubtfulTransfers = new ConcurrentHashMap<>();

  /// By id: the note, empty for one that was deleted.
  private final Map<Long, String> drafts = new ConcurrentHashMap<>();

  private final Set<Long> doubtfulDrafts = ConcurrentHashMap.newKeySet();

  void transferred(String name, List<String> rows, boolean certain) {
    (certain ? transfers : doubtfulTransfers).put(name, rows);
  }

  /// One that is in doubt nobody touches again.
  void drafted(long id, String note, boolean certain) {
    if (certain) {
      drafts.put(id, note);
    } else {
      drafts.remove(id);
      doubtfulDrafts.add(id);
    }
  }

  int acknowledged() {
    return transfers.size() + drafts.size();
  }

  void assertTransfers(Side side, List<String> entries) {
    Set<String> found = new HashSet<>(entries);
    assertThat(found).as("entries on the %s, each once", side).hasSameSizeAs(entries);
    Set<String> lost = new HashSet<>();
    transfers
        .values()
        .forEach(rows -> rows.stream().filter(row -> !found.remove(row)).forEach(lost::add));
    assertThat(lost).as("entries that were acknowledged and are not on the %s", side).isEmpty();
    doubtfulTransfers.values().stream().filter(found::containsAll).forEach(found::removeAll);
    assertThat(found)
        .as("rows on the %s that nobody wrote, or halves of transfers", side)
        .isEmpty();
  }

  void assertDrafts(Side side, List<String> rows) {
    Set<String> expected = new HashSet<>();
    drafts.forEach((id, note) -> {
      if (!note.isEmpty()) {
        expected.add(id + " " + note);
      }
    });
    Set<String> found = new HashSet<>(rows);
    found.removeIf(row -> doubtfulDrafts.contains(id(row)));
    assertThat(found.equals(expected))
        .as(
            "the %s has the drafts as they were acknowledged: %s expected, %s found",
            side, expected.size(), found.size())
        .isTrue();
  }

  private static long id(String row) {
    return Long.parseLong(row.substring(0, row.indexOf(' ')));
  }
}
