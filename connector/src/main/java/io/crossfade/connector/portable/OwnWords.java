package io.crossfade.connector.portable;

import io.crossfade.connector.PlainDefault;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.values.Refused;
import java.util.Optional;

/** What an engine's own words are in plain ones. */
public interface OwnWords {
  /** As people call it. */
  String engine();

  /** An expression without what only this engine spells so. */
  String plain(String sql) throws Refused;

  /** Empty where there is none, or where what it says was left out. */
  Optional<PlainDefault> defaultOf(Column column, LeftOut left);

  /** Empty where only this engine knows it. */
  Optional<Index> index(Index index, Table table);

  /** As much of it as others know. */
  default ForeignKey foreignKey(ForeignKey key, LeftOut left) {
    return key;
  }
}
