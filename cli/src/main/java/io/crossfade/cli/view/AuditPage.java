package io.crossfade.cli.view;

import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.AuditCheck;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.audit.Flaw;
import java.util.List;

/// The audit, for people.
public final class AuditPage {
  private AuditPage() {}

  public static List<String> of(List<AuditEntry> entries) {
    return entries.isEmpty()
        ? List.of("The audit has no entry.")
        : entries.stream().map(AuditPage::line).toList();
  }

  public static List<String> of(AuditCheck check) {
    Flaw flaw = check.flaw();
    if (flaw != null) {
      return List.of(
          "The audit is NOT as it was written: %s (%s).".formatted(flaw.what(), flaw.kind()),
          "What that may mean, and what to do: docs/audit.md");
    }
    return List.of(
        "The audit is as it was written, up to entry %d.".formatted(check.head().number()),
        check.heads() == 0
            ? "No head from outside was compared: an end cut off, or an audit made anew, would not be seen."
            : "Heads from outside that were compared: %d.".formatted(check.heads()),
        "Its head now: %d:%s".formatted(check.head().number(), check.head().hash()));
  }

  private static String line(AuditEntry entry) {
    Act act = entry.act();
    return "%6d  %s  %s  %s  %s: %s%s%s"
        .formatted(
            entry.number(),
            entry.at(),
            act.who(),
            act.migration(),
            act.what(),
            act.outcome(),
            act.answers() == 0 ? "" : " (asked in %d)".formatted(act.answers()),
            act.details().isEmpty() ? "" : "  " + act.details());
  }
}
