package io.crossfade.engine.mapping;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Proposal;
import io.crossfade.model.Table;
import io.crossfade.model.values.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What the two sides make of each other's tables. Nothing here asks a server.
///
/// @param same whether types, defaults and definitions mean the same on both sides
/// @param kinds what the values of the target's types are
/// @param proposals what the target would have for a table of the source
public record Dialects(
    boolean same, Function<String, Kind> kinds, Function<Table, Proposal> proposals) {

  public static Dialects of(Catalog source, Catalog target) {
    return source.dialect().equals(target.dialect())
        ? alike(target::kind)
        : new Dialects(false, target::kind, table -> proposal(table, source, target));
  }

  /// Of two databases that take each other's tables as they are.
  public static Dialects alike(Function<String, Kind> kinds) {
    return new Dialects(true, kinds, Proposal::of);
  }

  private static Proposal proposal(Table table, Catalog source, Catalog target) {
    Proposal portable = source.portable(table);
    Proposal proposed = target.propose(portable.table());
    List<NotCarried> left = new ArrayList<>(portable.left());
    left.addAll(proposed.left());
    return new Proposal(proposed.table(), left);
  }
}
