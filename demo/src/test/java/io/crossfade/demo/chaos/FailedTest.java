package io.crossfade.demo.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.record.Outcome;
import io.crossfade.demo.record.Status;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedTest {
  @ParameterizedTest
  @CsvSource({
    "08006 An I/O error occurred while sending to the backend., A_DATABASE_WAS_AWAY",
    "57P03 FATAL: the database system is starting up, A_DATABASE_WAS_AWAY",
    "null shop/source - Connection is not available, A_DATABASE_WAS_AWAY",
    "'08001 Migration shop holds new transactions, and no new route came', HELD_TOO_LONG",
    "25006 public.events is closed for writes, REFUSED_BY_THE_FENCE",
    "40P01 deadlock detected, IN_CONFLICT",
    "P0002 customer 1 wrote order 7 as open and reads none, FOR_NO_GOOD_REASON",
    "23505 duplicate key value, FOR_NO_GOOD_REASON"
  })
  void whatAUserWasToldSaysWhy(String reason, Failed why) {
    Outcome outcome = new Outcome(Status.FAILED, "SOURCE", 0, 0, 0, reason);
    Attempt attempt = new Attempt("client0-1", Kind.ORDER, List.of(), outcome);

    assertThat(Failed.of(attempt)).isEqualTo(why);
    assertThat(Failed.count(List.of(attempt))).containsOnlyKeys(why.toString());
  }
}
