package io.crossfade.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Numbers that are drawn together. A new one needs a line here and nothing on the page.
public enum Chart {
  ROWS("Rows a second", "by copy and stream", Series.COPIED, Series.CHANGES),
  LAG("Behind", "the age of what is not applied yet", Series.LAG),
  DRIFT("Rows that differ", "proven, lag accounted for", Series.DRIFT),
  DATABASES("Databases", "how soon they answer us", Series.SOURCE_MILLIS, Series.TARGET_MILLIS),
  TRANSACTIONS("Transactions", "how long they take, on average", Series.TRANSACTION_MILLIS),
  ERRORS("Errors", "transactions that fail", Series.FAILED);

  private final String title;
  private final String unit;
  private final List<Series> series;

  Chart(String title, String unit, Series... series) {
    this.title = title;
    this.unit = unit;
    this.series = List.copyOf(Arrays.asList(series));
  }

  public String title() {
    return title;
  }

  public String unit() {
    return unit;
  }

  public List<Series> series() {
    return series;
  }

  /// The ids of its series, and the colours of their lines.
  public String ids() {
    return series.stream().map(Series::id).collect(Collectors.joining(" "));
  }

  public String colors() {
    return series.stream().map(Series::color).collect(Collectors.joining(" "));
  }
}
