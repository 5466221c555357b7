package io.crossfade.dashboard;

import io.crossfade.engine.Figures;
import io.crossfade.engine.Status;
import io.crossfade.engine.Status.Response;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A number that is drawn over time, as a line of a [Chart].
public enum Series {
  COPIED("copied", "--ink-2"),
  CHANGES("applied", "--target"),
  LAG("", "--ink-2"),
  DRIFT("", "--bad"),
  SOURCE_MILLIS("source", "--source"),
  TARGET_MILLIS("target", "--target"),
  TRANSACTION_MILLIS("", "--ink-2"),
  FAILED("", "--bad");

  private static final double PERCENT = 100;

  private final String title;
  private final String color;

  Series(String title, String color) {
    this.title = title;
    this.color = color;
  }

  /// What tells it from the other lines of its chart; empty where there are none.
  public String title() {
    return title;
  }

  /// Of the line, by its name in the style.
  public String color() {
    return color;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param changesPerSecond null where nobody has counted yet
  @Nullable Double value(Status status, @Nullable Double changesPerSecond) {
    boolean runs = status.where().running();
    Response response = status.traffic().response();
    return switch (this) {
      case COPIED -> runs ? status.copy().rowsPerSecond() : null;
      case CHANGES -> runs ? changesPerSecond : null;
      case LAG ->
          status.follow().lagMillis() == null ? null : status.follow().lagMillis().doubleValue();
      case DRIFT -> status.compare().tables() == 0 ? null : (double) status.compare().drift();
      case SOURCE_MILLIS -> response.sourceMillis();
      case TARGET_MILLIS -> response.targetMillis();
      case TRANSACTION_MILLIS -> response.transactionMillis();
      case FAILED -> response.failedShare() == null ? null : PERCENT * response.failedShare();
    };
  }

  String text(@Nullable Double value) {
    if (value == null) {
      return "\u2013";
    }
    return switch (this) {
      case COPIED, CHANGES, DRIFT -> Figures.count(value);
      case LAG -> Figures.millis(Math.round(value));
      case SOURCE_MILLIS, TARGET_MILLIS, TRANSACTION_MILLIS -> Figures.shortMillis(value);
      case FAILED -> String.format(Locale.ROOT, value == 0 ? "%.0f %%" : "%.2f %%", value);
    };
  }
}
