package io.crossfade.demo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.Outcome;
import io.crossfade.demo.record.Status;
import io.crossfade.demo.shop.Size;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One workload, whose database is spoilt in many ways.
class DamageIT {
  @TempDir static Path dir;
  private static String clean = "";
  private static List<Attempt> attempts = List.of();

  @BeforeAll
  static void work() throws Exception {
    Workload workload = Workload.on(Side.TARGET, dir);
    workload.start().stop();
    clean = workload.target();
    attempts = workload.attempts();
  }

  @Test
  void nothingIsFoundWithoutDamage() throws Exception {
    assertThat(judge(clean, attempts).findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void isFound(Damage damage) throws Exception {
    String spoilt = Shops.copyOf(clean);
    assertThat(Shops.execute(spoilt, damage.sql)).isPositive();

    Judgement judgement = judge(spoilt, attempts);

    assertThat(judgement.findings()).as(damage.sql).isNotEmpty();
    assertThat(judgement.lostWrites() > 0).as("lost").isEqualTo(damage.lost);
    assertThat(judgement.duplicatedWrites() > 0).as("repeated").isEqualTo(!damage.lost);
  }

  @ParameterizedTest
  @EnumSource(
      value = Sabotage.class,
      names = {"LOSE", "REPEAT", "CHANGE"})
  void sabotageIsFoundByJudgeOrDump(Sabotage sabotage) throws Exception {
    String spoilt = Shops.copyOf(clean);
    sabotage.inject(spoilt, "shop");

    Judgement judgement = judge(spoilt, attempts);
    assertThat(judgement.lostWrites()).isEqualTo(sabotage == Sabotage.LOSE ? 1 : 0);
    assertThat(judgement.duplicatedWrites()).isEqualTo(sabotage == Sabotage.REPEAT ? 1 : 0);
  }

  @Test
  void anUncertainTransactionHasHappenedAsAWholeOrNotAtAll() throws Exception {
    List<Attempt> uncertain = attempts.stream().map(DamageIT::uncertain).toList();
    long orders = uncertain.stream().filter(Attempt::isOpen).count();
    assertThat(orders).isPositive();

    Judgement whole = judge(clean, uncertain);
    assertThat(whole.findings()).isEmpty();
    assertThat(whole.openThatHappened()).isEqualTo(orders);

    String halves = Shops.copyOf(clean);
    Shops.execute(
        halves,
        "DELETE FROM events WHERE kind = 'load' AND content IN (SELECT reference FROM orders)");
    Judgement half = judge(halves, uncertain);
    assertThat(half.openThatDidNot()).isEqualTo(orders);
    assertThat(half.duplicatedWrites()).isGreaterThanOrEqualTo(orders);
  }

  private static Attempt uncertain(Attempt attempt) {
    return attempt.kind() == Kind.ORDER
        ? new Attempt(
            attempt.tag(),
            attempt.kind(),
            attempt.effects(),
            new Outcome(Status.IN_DOUBT, "TARGET", 0, 0, 0, ""))
        : attempt;
  }

  private static Judgement judge(String database, List<Attempt> record) throws Exception {
    return new Judge(database, Side.TARGET, Size.SMALL).judge(record);
  }
}
