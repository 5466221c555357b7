package io.crossfade.transfer.compare;

import io.crossfade.connector.TextSink;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.NormalBytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hashes rows while their values come. */
final class HashedTexts implements TextSink {
  private final RowHash hash = new RowHash();
  private final HashSum sum = new HashSum();

  /** By column; null where equal values have one text. */
  private final @Nullable NormalBytes[] forms;

  private int column;

  HashedTexts(List<Optional<Kind>> kinds) {
    forms =
        kinds.stream()
            .map(kind -> kind.map(NormalBytes::new).orElse(null))
            .toArray(NormalBytes[]::new);
    hash.begin();
  }

  HashSum sum() {
    return sum;
  }

  @Override
  public void value(byte[] bytes, int from, int to) {
    NormalBytes form = forms[column++];
    if (form == null) {
      hash.add(bytes, from, to);
    } else {
      form.of(bytes, from, to);
      hash.add(form.bytes(), form.from(), form.to());
    }
  }

  @Override
  public void nothing() {
    column++;
    hash.addNull();
  }

  @Override
  public void end() {
    hash.end();
    sum.add(hash);
    hash.begin();
    column = 0;
  }
}
