package io.crossfade.dashboard;

import io.crossfade.engine.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A number that is drawn over time. A new one needs a line here and nothing on the page.
public enum Series {
  COPIED("Rows copied", "a second"),
  CHANGES("Changes applied", "a second"),
  LAG("Behind", "the age of what is not applied yet"),
  DRIFT("Rows that differ", "proven, lag accounted for");

  private final String title;
  private final String unit;

  Series(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  public String title() {
    return title;
  }

  public String unit() {
    return unit;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param changesPerSecond null where nobody has counted yet
  @Nullable Double value(Status status, @Nullable Double changesPerSecond) {
    boolean runs = status.where().running();
    return switch (this) {
      case COPIED -> runs ? status.copy().rowsPerSecond() : null;
      case CHANGES -> runs ? changesPerSecond : null;
      case LAG ->
          status.follow().lagMillis() == null ? null : status.follow().lagMillis().doubleValue();
      case DRIFT -> status.compare().tables() == 0 ? null : (double) status.compare().drift();
    };
  }

  String text(@Nullable Double value) {
    if (value == null) {
      return "–";
    }
    return this == LAG ? Figures.millis(Math.round(value)) : Figures.count(value);
  }
}
