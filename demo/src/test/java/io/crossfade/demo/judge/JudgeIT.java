package io.crossfade.demo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.Status;
import io.crossfade.demo.shop.Size;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeIT {
  @TempDir Path dir;

  @Test
  void findsNothingAfterAWorkloadOnTheTarget() throws Exception {
    Workload workload = Workload.on(Side.TARGET, dir);
    workload.start().stop();

    assertThat(workload.attempts()).allSatisfy(a -> assertThat(a.status()).isEqualTo(Status.ACK));
    assertThat(judge(workload)).isEmpty();
  }

  @Test
  void aTransactionThatFailsIsInTheRecordAndNowhereElse() throws Exception {
    Workload workload = Workload.on(Side.SOURCE, dir);
    workload.start("--break-one").stop();

    List<Attempt> attempts = workload.attempts();
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    attempts.forEach(a -> kinds.add(a.kind()));
    assertThat(kinds).isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.ANY)));
    assertThat(attempts.stream().filter(a -> a.status() != Status.ACK))
        .singleElement()
        .satisfies(a -> assertThat(a.status()).isEqualTo(Status.FAILED))
        .satisfies(a -> assertThat(a.outcome().reason()).contains("price"));
    assertThat(judge(workload)).isEmpty();
  }

  @Test
  void findsNothingAfterTheWorkloadWasKilled() throws Exception {
    Workload workload = Workload.on(Side.SOURCE, dir);
    workload.start().kill();

    assertThat(workload.attempts()).hasSizeGreaterThanOrEqualTo(Workload.ENOUGH);
    assertThat(judge(workload)).isEmpty();
  }

  private static List<Finding> judge(Workload workload) throws Exception {
    return new Judge(workload.database(), workload.side(), Size.SMALL)
        .judge(workload.attempts())
        .findings();
  }
}
