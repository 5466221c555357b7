package io.crossfade.demo.judge;

import io.crossfade.demo.judge.Finding.Fault;
import java.util.List;

/// What the judge found, and how much it looked at.
///
/// @param transactions how many transactions were judged
/// @param openThatHappened how many of those without a certain end turned out to have happened
/// @param openThatDidNot how many of those without a certain end turned out not to have happened
public record Judgement(
    long transactions, long openThatHappened, long openThatDidNot, List<Finding> findings) {

  public Judgement {
    findings = List.copyOf(findings);
  }

  public long lostWrites() {
    return count(Fault.LOST);
  }

  public long duplicatedWrites() {
    return count(Fault.REPEATED);
  }

  private long count(Fault fault) {
    return findings.stream().filter(f -> f.fault() == fault).count();
  }
}
