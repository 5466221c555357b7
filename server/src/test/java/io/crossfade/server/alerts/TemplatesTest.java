package io.crossfade.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Decision;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.engine.Switches;
import io.crossfade.engine.approvals.Approvals;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static final String SECRET = "https://chat.example.com/T0/geheim";

  private final Templates templates = new Templates(List.of(new Secret(SECRET)));

  @Test
  void aMigrationIsToldFromItsBeginningToItsEnd() {
    List<Message> messages =
        told(
            new MigrationEvent.MigrationCreated("d", "0.1.0"),
            new MigrationEvent.StepStarted(StepName.PREPARE),
            new MigrationEvent.StepFinished(StepName.PREPARE, Map.of()),
            new MigrationEvent.StepStarted(StepName.ABORT),
            new MigrationEvent.MigrationEnded(MigrationEvent.Outcome.ABORTED));
    assertThat(messages)
        .extracting(Message::kind)
        .containsExactly(Message.Kind.STARTED, Message.Kind.PHASE, Message.Kind.DONE);
    assertThat(messages)
        .extracting(Message::id)
        .containsExactly("shop-1-started", "shop-3-phase", "shop-5-done");
    assertThat(messages.get(1).title())
        .isEqualTo("Migration shop is PREPARED: both sides are checked");
  }

  @Test
  void neitherSecretsNorRowsNorAServersWordsAreTold() {
    List<Message> messages =
        told(
            new MigrationEvent.StepFailed(
                StepName.BACKFILL,
                ErrorCode.DATABASE_FAILED,
                "it said ERROR: duplicate key (email)=(ann@example.com) at jdbc:postgresql://db/shop?password=hush "
                    + SECRET));
    assertThat(messages)
        .singleElement()
        .satisfies(message -> {
          assertThat(message.title()).contains("backfill failed (DATABASE_FAILED)");
          assertThat(message.whole()).doesNotContain("ann@", "hush", "geheim");
        });
    assertThat(told(new MigrationEvent.GateRefused("lag", "see " + SECRET)))
        .singleElement()
        .satisfies(message -> assertThat(message.whole()).doesNotContain("geheim"));
  }

  @Test
  void aNameCanNeitherMoveACursorNorBeginALine() {
    List<Message> messages =
        told(
            new MigrationEvent.VerdictReached(
                new TableName("a\r\nBcc: eve@x", "\u001b[2Jb\u202e"), 9, 2, 0, "0/1"));
    assertThat(messages)
        .singleElement()
        .satisfies(message -> {
          assertThat(message.kind()).isEqualTo(Message.Kind.WARNING);
          assertThat(message.title())
              .contains("2 of 9 rows")
              .doesNotContain("\n", "\r", "\u001b", "\u202e");
        });
  }

  @Test
  void whatIsTooLongIsCut() {
    assertThat(told(new MigrationEvent.GateRefused("lag", "x".repeat(5_000))).getFirst().text())
        .hasSizeLessThan(1_100);
  }

  @Test
  void aSwitchThatWasCalledOffIsAWarning() {
    List<Message> messages = new ArrayList<>();
    MigrationState open = MigrationState.initial("shop");
    var rehearsal =
        new MigrationState(
            "shop",
            open.phase(),
            open.progress(),
            new Switches(
                1,
                Side.SOURCE,
                new Switches.Open(1, Side.SOURCE, Side.TARGET, 9, true, null),
                null,
                null,
                null,
                false),
            open.route(),
            Map.of(),
            Approvals.NONE);
    var decided = new MigrationEvent.SwitchDecided(1, Decision.ABORT, "too slow");
    messages.addAll(templates.of(rehearsal, recorded(2, decided), rehearsal));
    assertThat(messages).as("a rehearsal").isEmpty();
    var earnest =
        new MigrationState(
            "shop",
            open.phase(),
            open.progress(),
            new Switches(
                1,
                Side.TARGET,
                new Switches.Open(1, Side.TARGET, Side.SOURCE, 9, false, null),
                null,
                null,
                null,
                false),
            open.route(),
            Map.of(),
            Approvals.NONE);
    assertThat(templates.of(earnest, recorded(2, decided), earnest))
        .extracting(Message::title)
        .containsExactly("Migration shop rollback was called off; everything is as before");
    assertThat(
            templates.of(
                earnest,
                recorded(2, new MigrationEvent.SwitchDecided(1, Decision.FLIP, "in time")),
                earnest))
        .extracting(Message::kind)
        .containsExactly(Message.Kind.ROLLED_BACK);
  }

  private List<Message> told(MigrationEvent... events) {
    List<Message> messages = new ArrayList<>();
    MigrationState state = MigrationState.initial("shop");
    for (int i = 0; i < events.length; i++) {
      Recorded recorded = recorded(i + 1, events[i]);
      MigrationState after =
          events[i] instanceof MigrationEvent.StepFailed ? state : state.after(events[i]);
      messages.addAll(templates.of(state, recorded, after));
      state = after;
    }
    return messages;
  }

  private static Recorded recorded(long seq, MigrationEvent event) {
    return new Recorded("shop", seq, Instant.EPOCH, "0.1.0", event);
  }
}
