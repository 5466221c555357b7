package io.crossfade.engine.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is usual of one metric lately, and what is far from it: the Hampel identifier (Hampel, The
/// influence curve and its role in robust estimation, 1974; as a filter over a moving window in
/// Pearson et al., Generalized Hampel Filters, 2016). A sample is an outlier when it is more than
/// so many times 1.4826 MAD away from the median of the samples before it, on a logarithmic scale,
/// for what is measured here grows and shrinks by factors. One outlier is nothing; several in a row
/// are an anomaly. It ends with several in a row that are none, or once they have become usual.
/// Knows no clock: somebody adds a sample every few seconds.
final class Usual {
  /// Ten minutes of samples, at one every two seconds.
  static final int WINDOW = 300;

  /// A minute of them.
  static final int FEWEST = 30;

  private static final double MAD_TO_SIGMA = 1.4826;
  private static final double FAR = 6;
  private static final int IN_A_ROW = 3;

  private final Scale scale;

  /// A ring.
  private final double[] window = new double[WINDOW];

  private int samples;
  private int far;
  private int near;
  private @Nullable Anomaly anomaly;

  /// @param unit what is one on the scale, which is linear below it and logarithmic above
  /// @param floor the smallest spread, so that what never changes may change a little
  /// @param up whether large values are the bad ones
  record Scale(double unit, double floor, boolean up) {
    private double of(double value) {
      return Math.log1p(Math.max(0, value) / unit);
    }

    private double back(double scaled) {
      return Math.expm1(scaled) * unit;
    }
  }

  /// @param usual the median of before
  /// @param spread up to where it would have been usual, from there
  record Anomaly(double value, double usual, double spread) {}

  Usual(Scale scale) {
    this.scale = scale;
  }

  /// Returns the anomaly that began with this sample; null where none did.
  @Nullable Anomaly add(double value) {
    double scaled = scale.of(value);
    Anomaly began = samples < FEWEST ? null : judge(value, scaled);
    window[samples++ % WINDOW] = scaled;
    return began;
  }

  /// The one that lasts; null where none does.
  @Nullable Anomaly now() {
    return anomaly;
  }

  private @Nullable Anomaly judge(double value, double scaled) {
    double[] before = Arrays.copyOf(window, Math.min(samples, WINDOW));
    double median = Robust.median(before);
    double[] away = Arrays.stream(before).map(one -> Math.abs(one - median)).toArray();
    double most = FAR * Math.max(scale.floor(), MAD_TO_SIGMA * Robust.median(away));
    boolean outlies = scale.up() ? scaled - median > most : median - scaled > most;
    far = outlies ? far + 1 : 0;
    near = outlies ? 0 : near + 1;
    if (near == IN_A_ROW) {
      anomaly = null;
    }
    if (far != IN_A_ROW || anomaly != null) {
      return null;
    }
    double usual = scale.back(median);
    double edge = scale.back(scale.up() ? median + most : median - most);
    anomaly = new Anomaly(value, usual, Math.abs(edge - usual));
    return anomaly;
  }
}
