package io.crossfade.contract;

import io.crossfade.connector.TextSink;
import io.crossfade.model.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rows again of what comes value by value. */
final class GatheredTexts implements TextSink {
  private final List<Row> rows = new ArrayList<>();
  private final List<@Nullable String> values = new ArrayList<>();

  List<Row> rows() {
    return rows;
  }

  @Override
  public void value(byte[] bytes, int from, int to) {
    values.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public void nothing() {
    values.add(null);
  }

  @Override
  public void end() {
    rows.add(Row.of(values.toArray(String[]::new)));
    values.clear();
  }
}
