package io.crossfade.engine.gates;

import io.crossfade.connector.Problem;
import io.crossfade.engine.manifest.AdapterSettings;
import io.crossfade.engine.routes.RouteBoard;
import java.util.List;
import java.util.stream.Stream;

/// Whether somebody leads the programs of others that the manifest names. A switch does not wait
/// for an adapter that is not there: what comes through its program would be refused by the fence.
public final class AdapterGate {
  private final AdapterSettings adapters;
  private final RouteBoard board;

  public AdapterGate(AdapterSettings adapters, RouteBoard board) {
    this.adapters = adapters;
    this.board = board;
  }

  /// What speaks against a cutover. Nothing ever speaks against the way back.
  public List<Problem> beforeCutover() {
    return Stream.of(
            adapters.pgbouncer() == null ? "" : "pgbouncer",
            adapters.haproxy() == null ? "" : "haproxy")
        .filter(program -> !program.isEmpty() && !isLed(program))
        .map(program ->
            new Problem(
                "no adapter leads it, so what comes through it would be refused after the cutover",
                program,
                "start `crossfade adapter %s`; or, where nothing comes through it any more, take adapters.%s out of the manifest and start `run` again"
                    .formatted(program, program)))
        .toList();
  }

  /// Routers are named after what they are for, and a number of their own.
  private boolean isLed(String program) {
    return board.routers().stream().anyMatch(one -> one.router().startsWith(program + "-"));
  }
}
