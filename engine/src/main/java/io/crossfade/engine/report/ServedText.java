package io.crossfade.engine.report;

import io.crossfade.engine.report.Report.Served;
import io.crossfade.engine.report.Report.Success;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How the applications were served before and after, for people: rows of a name and what is to be
/// said of it. None where no router has told of its transactions.
public final class ServedText {
  private ServedText() {}

  public static List<List<String>> rows(Success success) {
    List<List<String>> rows = new ArrayList<>();
    add(rows, "transactions before the first cutover", success.before());
    add(rows, "transactions on the target", success.after());
    Double slower = success.slower();
    Double moreFailed = success.moreFailed();
    if (slower != null) {
      rows.add(List.of("response time", format("%+.1f %% against before", 100 * slower)));
    }
    if (moreFailed != null) {
      rows.add(
          List.of("errors", format("%+.4f percentage points against before", 100 * moreFailed)));
    }
    return rows;
  }

  private static void add(List<List<String>> rows, String name, Served served) {
    if (served.failedShare() != null && served.millis() != null) {
      rows.add(
          List.of(
              name,
              format(
                  "%,d; %.4f %% failed; %.1f ms on average",
                  served.transactions(), 100 * served.failedShare(), served.millis())));
    }
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
