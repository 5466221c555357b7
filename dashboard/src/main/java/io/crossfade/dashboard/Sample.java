package io.crossfade.dashboard;

import io.crossfade.engine.Status;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The numbers of one moment.
///
/// @param at seconds since 1970
/// @param values by the id of their series; null where there is none
/// @param texts the same for people
public record Sample(long at, Map<String, @Nullable Double> values, Map<String, String> texts) {

  static Sample of(long at, Status status, @Nullable Double changesPerSecond) {
    Map<Series, @Nullable Double> values = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      values.put(series, series.value(status, changesPerSecond));
    }
    Map<String, @Nullable Double> byId = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((series, value) -> {
      byId.put(series.id(), value);
      texts.put(series.id(), series.text(value));
    });
    return new Sample(at, byId, texts);
  }
}
