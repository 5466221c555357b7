package io.crossfade.bench;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What was to be reached: how many times as much `over` takes as `under`.
///
/// @param wanted the least, or the most where `isLimit`
record Ratio(String what, Times over, Times under, Of of, double wanted, boolean isLimit) {
  enum Of {
    SECONDS(Measured::seconds),
    CPU(Measured::allCpu);

    private final ToDoubleFunction<Measured> value;

    Of(ToDoubleFunction<Measured> value) {
      this.value = value;
    }
  }

  static Ratio atLeast(double wanted, String what, Times peer, Times ours) {
    return new Ratio(what, peer, ours, Of.SECONDS, wanted, false);
  }

  static Ratio cpuAtLeast(double wanted, String what, Times peer, Times ours) {
    return new Ratio(what, peer, ours, Of.CPU, wanted, false);
  }

  static Ratio atMost(double wanted, String what, Times dear, Times cheap) {
    return new Ratio(what, dear, cheap, Of.SECONDS, wanted, true);
  }

  /// Of the medians.
  double value() {
    return over.median(of.value) / under.median(of.value);
  }

  double lowest() {
    return rounds().min().orElse(Double.NaN);
  }

  double highest() {
    return rounds().max().orElse(Double.NaN);
  }

  /// Each run against the one of the same round.
  private java.util.stream.DoubleStream rounds() {
    return IntStream.range(0, over.runs().size())
        .mapToDouble(i ->
            of.value.applyAsDouble(over.runs().get(i))
                / of.value.applyAsDouble(under.runs().get(i)));
  }

  boolean isMet() {
    return isLimit ? value() <= wanted : value() >= wanted;
  }
}
