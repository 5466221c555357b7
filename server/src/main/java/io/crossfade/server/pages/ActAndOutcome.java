package io.crossfade.server.pages;

import io.crossfade.engine.audit.Audit;
import io.crossfade.engine.audit.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Something that somebody asked for, and what came of it.
///
/// @param outcome empty where nobody recorded one
public record ActAndOutcome(Instant at, String who, String what, String outcome) {
  private static final int AT_ONCE = 1_000;
  private static final String ASKED = "asked";

  /// What was asked of one migration, in order, by the audit.
  public static List<ActAndOutcome> of(String migration, Audit audit) {
    Map<Long, ActAndOutcome> asked = new LinkedHashMap<>();
    List<AuditEntry> entries = audit.after(0, AT_ONCE);
    while (!entries.isEmpty()) {
      entries.stream()
          .filter(entry -> entry.act().migration().equals(migration))
          .forEach(entry -> note(asked, entry));
      entries = audit.after(entries.getLast().number(), AT_ONCE);
    }
    return new ArrayList<>(asked.values());
  }

  private static void note(Map<Long, ActAndOutcome> asked, AuditEntry entry) {
    if (entry.act().outcome().equals(ASKED)) {
      asked.put(
          entry.number(), new ActAndOutcome(entry.at(), entry.act().who(), entry.act().what(), ""));
    } else {
      asked.computeIfPresent(
          entry.act().answers(),
          (_, before) ->
              new ActAndOutcome(before.at(), before.who(), before.what(), entry.act().outcome()));
    }
  }
}
