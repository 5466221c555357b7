package io.crossfade.server;

import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.engine.Recorded;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import io.crossfade.server.hosting.Migrations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;

/// `GET /migrations/{migration}/drift?before=SEQ&limit=N`: the rows that comparisons have found
/// different, the newest first.
public final class DriftRoutes implements Routes {
  private static final int USUAL = 50;
  private static final int MOST = 200;

  private final Migrations migrations;

  /// One of the first rows that a comparison has found different.
  ///
  /// @param number of the event
  /// @param at as ISO 8601 in UTC
  /// @param side that follows
  /// @param columns that differ; empty unless `kind` is CHANGED
  public record Differing(
      long number,
      String at,
      TableName table,
      List<String> key,
      RowDifference.Kind kind,
      Side side,
      List<String> columns) {
    public Differing {
      key = List.copyOf(key);
      columns = List.copyOf(columns);
    }

    static Stream<Differing> of(Recorded recorded) {
      return recorded.event() instanceof RowDiffers row
          ? Stream.of(
              new Differing(
                  recorded.seq(),
                  recorded.at().toString(),
                  row.table(),
                  row.key().values(),
                  row.kind(),
                  row.side(),
                  row.columns()))
          : Stream.empty();
    }
  }

  public DriftRoutes(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/migrations/{migration}/drift", this::list);
  }

  private void list(Context request) {
    int limit = Asked.limit(request, USUAL, MOST);
    List<Differing> found =
        migrations
            .before(
                request.pathParam("migration"),
                RowDiffers.class,
                Asked.number(request, "before", Long.MAX_VALUE),
                limit + 1)
            .stream()
            .flatMap(Differing::of)
            .toList();
    boolean isMore = found.size() > limit;
    request.json(
        new Page<>(
            found.stream().limit(limit).toList(),
            isMore ? Long.toString(found.get(limit - 1).number()) : null));
  }
}
