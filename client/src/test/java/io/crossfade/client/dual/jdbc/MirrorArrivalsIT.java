package io.crossfade.client.dual.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.SideGuard;
import io.crossfade.client.shadow.Arrivals.Arrival;
import io.crossfade.client.shadow.Comparison;
import io.crossfade.client.shadow.Laboratory;
import io.crossfade.client.shadow.Outcome;
import io.crossfade.client.shadow.Redaction;
import io.crossfade.client.shadow.ShadowLimits;
import io.crossfade.client.shadow.ShadowReader;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A difference between two sides that the application writes counts once its mirror has arrived.
 */
@Timeout(60)
class MirrorArrivalsIT extends Notes {

  @Test
  void whatHadCommittedIsAwaitedAndNothingElse() throws Exception {
    both.routes.mirroredFrom(Side.SOURCE);
    DualTransactions transactions = transactions(started(builder().mirrorsOn(begun::add)));
    MirrorArrivals arrivals = new MirrorArrivals(both.items, both.source, both.target);
    write(transactions, 1, "a");
    try (DualTransaction underWay = transactions.begin()) {
      say(underWay.connection(), 2, "b");
      underWay.touched("note", "2");
      Arrival arrival = arrivals.expect(Side.SOURCE, "any");
      underWay.commit();

      assertThat(arrival.isThere()).isFalse();
      begun.remove().run();
      assertThat(arrival.isThere()).as("the second had not committed").isTrue();
      assertThat(arrivals.expect(Side.SOURCE, "any").isThere()).isFalse();
      begun.remove().run();
      assertThat(arrivals.expect(Side.SOURCE, "any").isThere()).isTrue();
    }
  }

  /** The same two answers: late, and then wrong. */
  @Test
  void aLateMirrorIsLagAndASpoiledRowIsAMismatch() throws Exception {
    Route route = both.routes.router.route().mirroredFrom(Side.SOURCE);
    both.routes.follow(route.shadowing(100));
    DualTransactions transactions = transactions(started(builder().mirrorsOn(begun::add)));
    try (Laboratory laboratory = new Laboratory(ShadowLimits.USUAL, Redaction.NO_VALUES)) {
      ShadowReader reader =
          new ShadowReader(
              both.routes.router,
              SideGuard.NONE,
              laboratory,
              Comparison.EXACT,
              new MirrorArrivals(both.items, both.source, both.target));
      write(transactions, 1, "a");
      assertThat(read(reader)).containsExactly("1|a");
      begun.remove().run();
      await(laboratory, Outcome.LAG);

      both.execute(Side.TARGET, "UPDATE note SET said = 'spoiled'");
      assertThat(read(reader)).containsExactly("1|a");
      await(laboratory, Outcome.MISMATCH);
    }
  }

  private List<String> read(ShadowReader reader) throws Exception {
    return reader.read("notes", "somebody", side -> both.rows(side, NOTES));
  }

  private static void await(Laboratory laboratory, Outcome outcome) {
    while (laboratory.outcomes().of(outcome) == 0) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(laboratory.outcomes().of(Outcome.UNSETTLED)).isZero();
  }
}
