package io.crossfade.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control;
import io.crossfade.engine.Control.TableChunks;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.model.Key;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever somebody has called a table, or written into a row, is text on a page.
class PagesTest {
  private static final String LONG =
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

  private static final String QUOTED = "\"[^\"]*\"|'[^']*'";
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z](?:" + QUOTED + "|[^>\"'])*>");

  private final Templates templates = new Templates();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "\" onmouseover=\"alert(1)",
        "</td></hx-partial><hx-partial hx-target=\"body\">",
        "'; DROP TABLE event; --",
        "\u202Erekcah \u0000 \uD83D\uDE08 ${name} @if(true) $unsafe{x}",
        LONG
      })
  void hostileNamesAreText(String hostile) {
    for (String html : everything(hostile)) {
      assertThat(tags(html))
          .isNotEmpty()
          .noneMatch(tag -> tag.matches("(?s)<(script(?! src= defer)|img|hx-).*|.*\\son\\w+.*"));
    }
    String safe = templates.html("panel/rows", Map.of("rows", List.of(row(hostile))));
    assertThat(text(safe)).contains(hostile);
  }

  private List<String> everything(String hostile) {
    TableName table = new TableName(hostile, hostile);
    Drift.Table compared = new Drift.Table(hostile, "1", 1, 0, "now");
    List<Drift.Row> differing =
        List.of(new Drift.Row(1, "now", hostile, hostile, hostile, hostile));
    Control.Plan plan =
        new Control.Plan(
            hostile,
            "cdc",
            List.of(),
            List.of(io.crossfade.connector.Finding.warns(hostile, hostile, hostile)),
            List.of(hostile));
    View view =
        new View(
            Shown.in(Phase.VERIFIED, "cutover", "verify", hostile)
                .failedWith(hostile)
                .status(true, 1, List.of(hostile)),
            List.of(new TableChunks(table, 2, 1, List.of(100, 0))),
            new Drift(List.of(compared), differing),
            Ledger.of(ledger(hostile)));
    Who who = new Who(hostile, true, true, true);
    Map<String, Object> page =
        Map.of(
            "version",
            "v",
            "who",
            who,
            "migration",
            hostile,
            "rows",
            List.of(row(hostile)),
            "next",
            1L);
    return List.of(
        String.join("", view.panels(templates).values()),
        templates.html(
            "panel/gates",
            Map.of(
                "gates",
                new Gates(
                    hostile,
                    List.of(new Gates.Row(hostile, Tone.BAD, "fails", hostile, "now")),
                    List.of(hostile)))),
        templates.html("panel/approvals", Map.of("approvals", List.of(approval(hostile)))),
        templates.html("panel/list", Map.of("items", List.of(ListedMigration.of(view.status())))),
        templates.html("events", page),
        templates.html(
            "drift",
            Map.of(
                "version", "v", "who", who, "migration", hostile, "rows", differing, "next", 1L)),
        templates.html(
            "plan", Map.of("version", "v", "who", who, "migration", hostile, "plan", plan)),
        templates.html(
            "refused", Map.of("version", "v", "who", who, "code", hostile, "detail", hostile)));
  }

  private static Control.LedgerReport ledger(String hostile) {
    return new Control.LedgerReport(
        List.of(new LedgerCount(hostile, 2, 1, 5_000, 40, 0)),
        List.of(new Control.RouterTold(hostile, 7, 2, 900, true)),
        List.of(new LedgerEntry(hostile, hostile, Side.SOURCE, true, 9, 1_000, hostile)),
        List.of(new MismatchGroup(hostile, hostile, 3, 1, 2, hostile, "secret-1", "secret-2")));
  }

  @Test
  void thePageSaysWhatIsInTheLedgerAndNoAnswers() {
    Ledger ledger = Ledger.of(ledger("orders"));
    String page = templates.html("panel/ledger", Map.of("ledger", ledger));
    assertThat(page)
        .contains("Router orders is lost", "apart, newer on the source", "<h3>Answers that differ")
        .doesNotContain("secret", "hidden");
    assertThat(templates.html("panel/ledger", Map.of("ledger", Ledger.NONE))).contains("hidden");
  }

  @Test
  void noPageBreaksTheRuleThatEverythingComesFromFiles() {
    for (String html : everything("harmless")) {
      assertThat(html).doesNotContain("style=", "onclick=", "javascript:", "<style");
      assertThat(html).doesNotContainPattern("<script(?! src=\"/assets/)");
    }
  }

  @Test
  void aRowThatDiffersIsToldWithItsKeyAndItsColumns() {
    Recorded recorded =
        new Recorded(
            "shop",
            7,
            Instant.EPOCH,
            "0.1.0",
            new MigrationEvent.RowDiffers(
                new TableName("public", "orders"),
                Key.of("7"),
                RowDifference.Kind.CHANGED,
                Side.TARGET,
                List.of("total", "note")));
    assertThat(Drift.Row.of(recorded))
        .containsExactly(
            new Drift.Row(
                7, "01-01 00:00:00", "public.orders", "7", "differs on the target", "total, note"));
  }

  private static Approval approval(String hostile) {
    Verb verb = new Verb(hostile, hostile, hostile, List.of(), Verb.Kind.MAIN, false);
    return new Approval(hostile, hostile, Tone.WAITS, hostile, List.of(verb));
  }

  private static EventRow row(String text) {
    return EventRow.of(
        new Recorded("shop", 1, Instant.EPOCH, "0.1.0", new MigrationEvent.Noted(text)));
  }

  /// As a browser finds them, without what their attributes say.
  private static List<String> tags(String html) {
    return TAG.matcher(html).results().map(m -> m.group().replaceAll(QUOTED, "")).toList();
  }

  /// As a browser reads it.
  private static String text(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
