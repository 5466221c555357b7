package io.crossfade.transfer.mapping;

import io.crossfade.model.ColumnMapping.LookedUp;
import io.crossfade.model.ColumnMapping.Others;
import io.crossfade.model.values.Kind;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A lookup, ready to run. */
final class Lookup implements MadeValue {
  private final LookedUp lookedUp;
  private final boolean endsBeforeBlanks;

  /**
   * @param read the kind of the column that is read
   */
  Lookup(LookedUp lookedUp, Kind read) {
    this.lookedUp = lookedUp;
    this.endsBeforeBlanks = read.endsBeforeBlanks();
  }

  @Override
  public List<String> inputs() {
    return List.of(lookedUp.from());
  }

  @Override
  public @Nullable String evaluate(Function<String, @Nullable String> row) throws Failure {
    String read = row.apply(lookedUp.from());
    if (read == null) {
      return null;
    }
    String value = endsBeforeBlanks ? read.stripTrailing() : read;
    if (lookedUp.values().containsKey(value)) {
      return lookedUp.values().get(value);
    }
    if (lookedUp.others() instanceof Others.Become become) {
      return become.value();
    }
    throw new Failure("the lookup does not name the value of column " + lookedUp.from());
  }
}
