package io.crossfade.cli.gateway;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether a gateway gives its listening socket to the process that comes next.
///
/// @param path of the Unix domain socket at which it does; null where it does not
/// @param replaces whether it asks the one before for its own first
public record Handover(@Nullable Path path, boolean replaces) {
  public static final Handover NONE = new Handover(null, false);

  /// What operating systems allow for such a path, with room for its end.
  private static final int LONGEST = 100;

  /// Beside the file in which a gateway keeps its route.
  ///
  /// @param port 0 where each process has one of its own, so that there is nothing to hand over
  public static Handover beside(Path routeFile, int port, boolean replaces) {
    Path path = Path.of(routeFile.toAbsolutePath() + ".socket");
    boolean tooLong = path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST;
    if (port != 0 && !tooLong) {
      return new Handover(path, replaces);
    }
    if (replaces) {
      throw new CrossfadeException(
          ErrorCode.PREFLIGHT_FAILED,
          tooLong
              ? "nothing can be handed over at %s, for the path is too long; give a shorter --route-file"
                  .formatted(path)
              : "a gateway on any free port takes nobody's place; give the --port of the other one");
    }
    return NONE;
  }
}
