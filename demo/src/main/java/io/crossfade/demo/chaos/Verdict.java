package io.crossfade.demo.chaos;

import io.crossfade.demo.Subject;
import io.crossfade.demo.judge.DumpVerdict;
import io.crossfade.demo.judge.Judgement;
import io.crossfade.demo.load.Databases;
import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Status;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// What the workload's record and a dump of both databases say.
///
/// @param doubtful transactions whose commit got no answer, so that their users do not know
/// @param doubtfulThere how many of those have happened
/// @param failed the others that failed, by reason
/// @param longestSilence seconds in which no transaction was acknowledged
record Verdict(
    long acknowledged,
    long refused,
    long doubtful,
    long doubtfulThere,
    Map<String, Long> failed,
    double longestSilence,
    long rowsDumped,
    long lost,
    long twice,
    long drift) {
  private static final int EXAMPLES = 20;

  /// To be asked when everything that one side has is on the other, and nobody writes.
  static Verdict on(
      Databases databases, Subject subject, List<Attempt> attempts, Chronicle chronicle)
      throws SQLException {
    Judgement judged = subject.judge(databases.target(), Side.TARGET).judge(attempts);
    judged.findings().stream()
        .limit(EXAMPLES)
        .forEach(finding -> chronicle.violation(finding.toString()));
    DumpVerdict dump = subject.compare(databases);
    dump.differences().stream()
        .limit(EXAMPLES)
        .forEach(difference -> chronicle.violation("DIFFERENT " + difference));
    attempts.stream()
        .filter(a -> a.status() == Status.FAILED && Failed.of(a) == Failed.FOR_NO_GOOD_REASON)
        .limit(EXAMPLES)
        .forEach(a ->
            chronicle.violation(
                "%s %s failed: %s".formatted(a.kind(), a.tag(), a.outcome().reason())));
    return new Verdict(
        count(attempts, Status.ACK),
        count(attempts, Status.REFUSED),
        count(attempts, Status.IN_DOUBT),
        judged.openThatHappened(),
        Failed.count(attempts),
        longestSilence(attempts),
        dump.rows(),
        judged.lostWrites(),
        judged.duplicatedWrites(),
        dump.differences().size());
  }

  private static double longestSilence(List<Attempt> attempts) {
    long[] ends =
        attempts.stream()
            .filter(attempt -> attempt.status() == Status.ACK)
            .mapToLong(attempt -> attempt.outcome().startMicros() + attempt.outcome().totalMicros())
            .sorted()
            .toArray();
    long longest = 0;
    for (int i = 1; i < ends.length; i++) {
      longest = Math.max(longest, ends[i] - ends[i - 1]);
    }
    return Math.round(longest / 1e5) / 10.0;
  }

  private static long count(List<Attempt> attempts, Status status) {
    return attempts.stream().filter(attempt -> attempt.status() == status).count();
  }
}
