package io.crossfade.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Whoever changes entries, in whichever way, is found out; and where nobody can be, that is said.
class AuditChainTest {
  private static final Instant NOW = Instant.parse("2026-10-25T00:30:00.123456Z");

  private final List<AuditEntry> chain = written(6);

  @Test
  void whatWasWrittenIsAsItWasWritten() {
    assertThat(flaw(List.of())).isEmpty();
    assertThat(flaw(chain)).isEmpty();
    assertThat(flaw(chain, chain.get(2).head(), chain.getLast().head(), AuditHead.NONE)).isEmpty();
  }

  /// docs/audit.md says how, for whoever has no Crossfade: computed by another program.
  @Test
  void theHashIsTheOneThatThePageTells() {
    Act act = Act.asked("ann@desk", "shop", "pause", Act.details(Map.of("reason", "büro & co")));
    assertThat(act.details()).isEqualTo("reason=\"büro & co\"");
    assertThat(AuditEntry.after(AuditHead.NONE, NOW, act).hash())
        .isEqualTo("cbfe040c6fc4378d05e5195c2379b2806f42da9fc5e41b13d1cabf3b809746a4");
  }

  @Test
  void aChangeOfAnyFieldIsFoundInItsEntry() {
    Map<String, UnaryOperator<Act>> changes =
        Map.of(
            "who", a -> act("eve@desk", a.migration(), a.what(), a.outcome(), a.answers(), "d"),
            "migration", a -> act(a.who(), "other", a.what(), a.outcome(), a.answers(), "d"),
            "what", a -> act(a.who(), a.migration(), "status", a.outcome(), a.answers(), "d"),
            "outcome", a -> act(a.who(), a.migration(), a.what(), "done", a.answers(), "d"),
            "answers", a -> act(a.who(), a.migration(), a.what(), a.outcome(), 7, "d"),
            "details", a -> act(a.who(), a.migration(), a.what(), a.outcome(), a.answers(), ""),
            "where a field ends", a -> act("ann@des", "kshop", a.what(), a.outcome(), 0, "d"));
    changes.forEach((field, change) -> {
      AuditEntry e = chain.get(2);
      assertFlaw(
          flaw(with(2, new AuditEntry(3, e.at(), change.apply(e.act()), e.previous(), e.hash()))),
          Flaw.Kind.CHANGED,
          3,
          field);
    });
    AuditEntry e = chain.get(2);
    assertFlaw(
        flaw(with(2, new AuditEntry(3, NOW.plusNanos(1_000), e.act(), e.previous(), e.hash()))),
        Flaw.Kind.CHANGED,
        3,
        "at");
    assertFlaw(
        flaw(with(2, new AuditEntry(3, e.at(), e.act(), e.previous(), chain.get(3).hash()))),
        Flaw.Kind.CHANGED,
        3,
        "hash");
    assertFlaw(
        flaw(with(2, new AuditEntry(3, e.at(), e.act(), AuditHead.NONE.hash(), e.hash()))),
        Flaw.Kind.MISPLACED,
        3,
        "previous");
    assertFlaw(flaw(with(2, renumbered(e, 9))), Flaw.Kind.MISSING, 3, "number");
  }

  @Test
  void anEntryThatWasRemovedIsMissing() {
    assertFlaw(flaw(without(2)), Flaw.Kind.MISSING, 3, "in the midst");
    assertFlaw(flaw(without(0)), Flaw.Kind.MISSING, 1, "the first");
    List<AuditEntry> closed = new ArrayList<>(chain.subList(0, 2));
    chain.subList(3, 6).forEach(e -> closed.add(renumbered(e, e.number() - 1)));
    assertFlaw(flaw(closed), Flaw.Kind.MISPLACED, 3, "with the gap closed");
  }

  @Test
  void entriesThatWereExchangedOrDoubledAreFound() {
    List<AuditEntry> exchanged = with(2, renumbered(chain.get(3), 3));
    exchanged.set(3, renumbered(chain.get(2), 4));
    assertFlaw(flaw(exchanged), Flaw.Kind.MISPLACED, 3, "with their numbers exchanged");
    List<AuditEntry> doubled = new ArrayList<>(chain);
    doubled.add(3, chain.get(2));
    assertFlaw(flaw(doubled), Flaw.Kind.MISPLACED, 3, "twice");
  }

  @Test
  void anEntryThatWasPutInIsFoundByTheOneAfterIt() {
    AuditEntry forged = AuditEntry.after(chain.get(2).head(), NOW, act("eve@desk"));
    assertFlaw(flaw(with(3, forged)), Flaw.Kind.REWRITTEN, 4, "in the place of another");
    List<AuditEntry> between = new ArrayList<>(chain.subList(0, 3));
    between.add(forged);
    chain.subList(3, 6).forEach(e -> between.add(renumbered(e, e.number() + 1)));
    assertFlaw(flaw(between), Flaw.Kind.MISPLACED, 5, "between two");
  }

  @Test
  void anEndThatWasCutOffIsFoundByAHeadAlone() {
    List<AuditEntry> cut = chain.subList(0, 4);
    assertThat(flaw(cut)).isEmpty();
    assertThat(flaw(cut, chain.get(3).head())).isEmpty();
    assertFlaw(flaw(cut, chain.get(4).head()), Flaw.Kind.CUT, 5, "by the head");
    assertFlaw(flaw(List.of(), chain.getFirst().head()), Flaw.Kind.CUT, 1, "all of it");
  }

  @Test
  void aChainThatWasMadeAnewIsFoundByAHeadAlone() {
    List<AuditEntry> anew = new ArrayList<>(chain.subList(0, 2));
    for (int i = 2; i < 6; i++) {
      anew.add(AuditEntry.after(anew.getLast().head(), NOW, act("eve@desk")));
    }
    assertThat(flaw(anew)).isEmpty();
    assertThat(flaw(anew, chain.get(1).head())).isEmpty();
    assertFlaw(flaw(anew, chain.get(4).head()), Flaw.Kind.REWRITTEN, 5, "by the head");
    assertFlaw(
        flaw(anew, anew.get(4).head(), chain.get(4).head()),
        Flaw.Kind.REWRITTEN,
        5,
        "also where one of two heads is forged");
  }

  @Test
  void theFirstOfSeveralFlawsIsTold() {
    List<AuditEntry> bad = without(4);
    bad.set(1, renumbered(bad.get(1), 1));
    assertFlaw(flaw(bad), Flaw.Kind.MISPLACED, 1, "the first");
  }

  @Test
  void headsAreReadAsTheyAreNotedLoggedAndGiven() {
    AuditHead head = chain.getFirst().head();
    String line = "2026-10-25T00:30:00Z INFO  [main] io.crossfade.AuditLog audit head " + head;
    for (String text : List.of(head.toString(), "1:" + head.hash(), line, line + "\r")) {
      assertThat(AuditHead.in(text)).as(text).contains(head);
    }
    for (String text :
        List.of("", "1", "1 abc", "x " + head, head + "0", "-" + head, "head " + head)) {
      assertThat(AuditHead.in(text)).as(text).isEmpty();
    }
  }

  /// What is shown must not be able to pretend to be a line of its own, nor grow without end.
  @Test
  void whatSomebodyWritesIsCutAndMadeVisible() {
    Act act = Act.asked("a\nb", "s\u202eh", "x".repeat(300), "y".repeat(3_000));
    assertThat(act.who()).isEqualTo("a\ufffdb");
    assertThat(act.migration()).isEqualTo("s\ufffdh");
    assertThat(act.what()).hasSize(100);
    assertThat(act.details()).hasSize(1_000);
    assertThat(Act.details(Map.of("reason", "a\" off=true \\")))
        .isEqualTo("reason=\"a\\\" off=true \\\\\"");
  }

  private static Optional<Flaw> flaw(List<AuditEntry> entries, AuditHead... known) {
    AuditChain look = new AuditChain(List.of(known));
    look.add(entries);
    return Optional.ofNullable(look.end());
  }

  private static void assertFlaw(Optional<Flaw> flaw, Flaw.Kind kind, long number, String how) {
    assertThat(flaw)
        .as(how)
        .hasValueSatisfying(found -> {
          assertThat(found.kind()).as(found.what()).isEqualTo(kind);
          assertThat(found.number()).as(found.what()).isEqualTo(number);
        });
  }

  private List<AuditEntry> with(int index, AuditEntry entry) {
    List<AuditEntry> changed = new ArrayList<>(chain);
    changed.set(index, entry);
    return changed;
  }

  private List<AuditEntry> without(int index) {
    List<AuditEntry> changed = new ArrayList<>(chain);
    changed.remove(index);
    return changed;
  }

  private static AuditEntry renumbered(AuditEntry e, long number) {
    return new AuditEntry(number, e.at(), e.act(), e.previous(), e.hash());
  }

  private static List<AuditEntry> written(int count) {
    List<AuditEntry> entries = new ArrayList<>();
    AuditHead head = AuditHead.NONE;
    for (int i = 0; i < count; i++) {
      entries.add(AuditEntry.after(head, NOW.plusSeconds(i), act("ann@desk")));
      head = entries.getLast().head();
    }
    return Collections.unmodifiableList(entries);
  }

  private static Act act(String who) {
    return act(who, "shop", "cutover", Act.ASKED, 0, "d");
  }

  private static Act act(
      String who, String migration, String what, String outcome, long answers, String details) {
    return new Act(who, migration, what, outcome, answers, details);
  }
}
