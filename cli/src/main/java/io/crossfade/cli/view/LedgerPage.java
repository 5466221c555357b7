package io.crossfade.cli.view;

import io.crossfade.engine.Control.LedgerReport;
import io.crossfade.engine.Control.RouterTold;
import io.crossfade.engine.Figures;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import java.util.ArrayList;
import java.util.List;

/// What routers have told of their ledgers and of mismatches, for people.
public final class LedgerPage {
  private LedgerPage() {}

  public static List<String> of(LedgerReport report) {
    if (report.routers().isEmpty()) {
      return List.of("No router has told of a ledger.");
    }
    List<String> lines = new ArrayList<>();
    report.stores().forEach(store -> lines.add(store(store)));
    report.entries().forEach(entry -> lines.add("  " + entry(entry)));
    report.mismatches().forEach(group -> lines.add(group(group)));
    report.routers().stream()
        .filter(router -> router.lost() && router.pending() > 0)
        .forEach(router -> lines.add(lost(router)));
    return lines;
  }

  private static String store(LedgerCount count) {
    return "%s: %s pending, %s of them apart%s; %s mirrored"
        .formatted(
            count.store(),
            Figures.count(count.pending()),
            Figures.count(count.apart()),
            count.pending() == 0 ? "" : ", the oldest for " + Figures.millis(count.oldestMillis()),
            Figures.count(count.mirrored()));
  }

  private static String entry(LedgerEntry entry) {
    return "%s key %s is newer on the %s, %d attempts%s%s"
        .formatted(
            entry.store(),
            entry.key(),
            entry.from().spelled(),
            entry.attempts(),
            entry.apart() ? ", set apart" : "",
            entry.error().isEmpty() ? "" : ": " + entry.error());
  }

  private static String group(MismatchGroup group) {
    return "%s differs %s times, the last with key %s: %s"
        .formatted(group.experiment(), Figures.count(group.count()), group.key(), group.cause());
  }

  private static String lost(RouterTold router) {
    return "router %s is lost, and told of %s pending %s ago: its application settles them when it is back; if it never is, compare, and then `crossfade ledger --forget %s`"
        .formatted(
            router.router(),
            Figures.count(router.pending()),
            Figures.millis(router.toldMillisAgo()),
            router.router());
  }
}
