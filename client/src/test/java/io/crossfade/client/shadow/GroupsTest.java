package io.crossfade.client.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.shadow.Shipments.Shipment;
import io.crossfade.model.MismatchGroup;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 23 kinds of bug in 23,000 answers: a person is to see the 23. */
@Timeout(120)
class GroupsTest {
  private static final int EACH = 1_000;
  private static final ShadowLimits WIDE =
      new ShadowLimits(
          2,
          30_000,
          30_000,
          Duration.ofSeconds(20),
          new Settling(2, 3, Duration.ZERO, Duration.ofMinutes(1)));

  @Test
  void oneGroupForEachKindOfBug() throws Exception {
    Random random = new Random(23);
    List<UnaryOperator<Shipment>> bugs = Shipments.BUGS;
    assertThat(bugs).hasSize(23);
    try (Laboratory laboratory = new Laboratory(WIDE, Redaction.NO_VALUES)) {
      Experiment experiment =
          new Experiment(laboratory, "shipments.find", 100, Comparison.EXACT.mapsAreRows());
      for (int i = 0; i < bugs.size() * EACH; i++) {
        Shipment sound = Shipments.random(random);
        UnaryOperator<Shipment> bug = bugs.get(i % bugs.size());
        // Every tenth answer has a second bug.
        UnaryOperator<Shipment> second =
            i % 10 == 0 ? bugs.get(random.nextInt(bugs.size())) : UnaryOperator.identity();
        experiment.run("key " + i, () -> sound, () -> second.apply(bug.apply(sound)));
      }
      Await.until(() -> laboratory.outcomes().all() == (long) bugs.size() * EACH);
      List<MismatchGroup> groups = laboratory.mismatches().groups();
      assertThat(groups.subList(0, 23))
          .as("%s", groups)
          .allMatch(group -> group.count() >= EACH * 9 / 10);
      // Two bugs in one and the same value look like a third one.
      assertThat(groups.subList(23, groups.size()).stream().mapToLong(MismatchGroup::count).sum())
          .as("%s", groups)
          .isLessThan(EACH / 10);
      long equal = laboratory.outcomes().of(Outcome.EQUAL);
      assertThat(equal).as("a second bug that undoes the first").isLessThan(EACH / 10);
      assertThat(
              laboratory.outcomes().of(Outcome.MISMATCH)
                  + laboratory.outcomes().of(Outcome.FAILED)
                  + equal)
          .isEqualTo((long) bugs.size() * EACH);
      assertThat(laboratory.mismatches().samples("shipments.find", groups.get(0).cause()))
          .hasSize(10);
    }
  }

  @Test
  void noValueIsToldUnasked() {
    Mismatches mismatches = new Mismatches(Redaction.NO_VALUES);
    List<Difference> differences =
        Comparison.EXACT.differences(List.of("secret one"), List.of("secret 2"));
    mismatches.add("find", "anna@example.org", differences);
    assertThat(mismatches.groups().toString()).doesNotContain("secret", "anna");
    assertThat(mismatches.groups().get(0).primary()).isEqualTo("text of 10");
    assertThat(mismatches.groups().get(0).key()).startsWith("bucket ");
  }

  @Test
  void whatARuleAllowsIsTold() {
    Mismatches mismatches = new Mismatches(Redaction.NO_VALUES.showing("[]").showingKeys());
    mismatches.add(
        "find", "7", Comparison.EXACT.differences(List.of("x".repeat(300)), List.of("pen")));
    assertThat(mismatches.groups().get(0).primary()).hasSize(201).endsWith("…");
    assertThat(mismatches.groups().get(0).candidate()).isEqualTo("pen");
    assertThat(mismatches.groups().get(0).key()).isEqualTo("7");
  }

  @Test
  void groupsAreBounded() {
    Mismatches mismatches = new Mismatches(Redaction.NO_VALUES);
    Set<String> causes = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      mismatches.add("find", "a", List.of(new Difference("field" + i, Kind.OTHER, 1, 2)));
    }
    mismatches.groups().forEach(group -> causes.add(group.cause()));
    assertThat(causes).hasSize(Mismatches.MOST_GROUPS + 1).contains(Mismatches.THE_REST);
    assertThat(mismatches.groups().get(0).cause()).isEqualTo(Mismatches.THE_REST);
    assertThat(mismatches.groups().get(0).count()).isEqualTo(1_000 - Mismatches.MOST_GROUPS);
  }
}
