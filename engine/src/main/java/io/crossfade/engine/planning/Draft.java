package io.crossfade.engine.planning;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Finding;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.mapping.Dialects;
import io.crossfade.engine.mapping.Mappings;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A first manifest, made of what both databases say. Looks into both and changes neither.
///
/// @param text the manifest, commented
/// @param tables how many are moved
/// @param excluded what stays behind, and what mends that
/// @param hints what a person should look at
public record Draft(String text, int tables, List<Left> excluded, List<String> hints) {
  private static final Logger LOG = LoggerFactory.getLogger(Draft.class);

  public Draft {
    excluded = List.copyOf(excluded);
    hints = List.copyOf(hints);
  }

  /// @param why with what mends it
  public record Left(TableName table, List<String> why) {
    public Left {
      why = List.copyOf(why);
    }
  }

  /// A database as a person has named it.
  ///
  /// @param secret the password that belongs to the reference; empty for none
  public record Login(DatabaseReference reference, Secret secret) {
    Database open() {
      return Connectors.open(new Endpoint(reference.url(), reference.user(), secret));
    }
  }

  public static Draft of(String migration, Login source, Login target) {
    try (Database from = source.open();
        Database to = target.open()) {
      List<Table> tables = from.catalog().tables();
      Dialects dialects = Dialects.of(from.catalog(), to.catalog());
      List<Finding> findings = from.catalog().preflight(Side.SOURCE, tables);
      DraftScope scope = DraftScope.of(tables, findings);
      if (scope.moved().isEmpty()) {
        throw nothingMoves(scope);
      }
      Map<Side, String> versions =
          Map.of(Side.SOURCE, from.identity().version(), Side.TARGET, to.identity().version());
      DraftText writing = new DraftText(versions, from.catalog().sizes(scope.moved()));
      return taken(
          DraftMapping.of(scope.moved(), dialects, to.catalog().tables()),
          text -> requireTaken(text, tables, dialects),
          scope,
          mapping -> writing.of(migration, source.reference(), target.reference(), scope, mapping));
    }
  }

  /// As a plan takes it: a rule that it would refuse becomes a hint.
  private static Draft taken(
      DraftMapping mapping,
      Consumer<String> trying,
      DraftScope scope,
      Function<DraftMapping, String> writing) {
    DraftMapping hints = mapping.asHints();
    trying.accept(writing.apply(hints));
    try {
      trying.accept(writing.apply(mapping));
      return draft(mapping, scope, writing);
    } catch (CrossfadeException e) {
      LOG.debug("a rule for what is on the target would be refused", e);
      return draft(hints, scope, writing);
    }
  }

  private static void requireTaken(String text, List<Table> tables, Dialects dialects) {
    Mappings.plan(ManifestReader.parse("manifest", text, Path.of(".")), tables, dialects);
  }

  private static Draft draft(
      DraftMapping mapping, DraftScope scope, Function<DraftMapping, String> writing) {
    return new Draft(writing.apply(mapping), scope.moved().size(), scope.left(), mapping.hints());
  }

  private static CrossfadeException nothingMoves(DraftScope scope) {
    return new CrossfadeException(
        ErrorCode.TABLE_UNSUPPORTED,
        scope.left().isEmpty()
            ? "the source has no tables; is it the right database?"
            : "none of the source's %d tables can move; the first, %s: %s"
                .formatted(
                    scope.left().size(),
                    scope.left().getFirst().table(),
                    String.join("; ", scope.left().getFirst().why())));
  }
}
