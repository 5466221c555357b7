package io.crossfade.demo.load;

import io.crossfade.client.dual.ItemStore;
import io.crossfade.client.dual.Versioned;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One side's rows in the words that both sides share.
///
/// @param shared what a row of this side means
/// @param own how this side writes it
record Translated(
    ItemStore<Map<String, @Nullable String>> rows,
    UnaryOperator<Map<String, @Nullable String>> shared,
    UnaryOperator<Map<String, @Nullable String>> own)
    implements ItemStore<Map<String, @Nullable String>> {

  @Override
  public Versioned<Map<String, @Nullable String>> read(String key) throws Exception {
    return translated(rows.read(key), shared);
  }

  @Override
  public boolean put(String key, Versioned<Map<String, @Nullable String>> state) throws Exception {
    return rows.put(key, translated(state, own));
  }

  private static Versioned<Map<String, @Nullable String>> translated(
      Versioned<Map<String, @Nullable String>> state,
      UnaryOperator<Map<String, @Nullable String>> how) {
    Map<String, @Nullable String> value = state.value();
    return value == null ? state : new Versioned<>(state.version(), how.apply(value));
  }
}
