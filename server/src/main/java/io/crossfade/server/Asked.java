package io.crossfade.server;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;

/// What a request asks for, in bounds.
final class Asked {
  private Asked() {}

  /// @param usual where nothing is said
  /// @param most more is not given at once, and nobody has to know that
  static int limit(Context request, int usual, int most) {
    return (int) Math.clamp(number(request, "limit", usual), 1, most);
  }

  static long number(Context request, String name, long usual) {
    String given = request.queryParam(name);
    if (given == null) {
      return usual;
    }
    if (!given.matches("[0-9]{1,18}")) {
      throw new BadRequestResponse(name + " must be a whole number, 0 or more: " + given);
    }
    return Long.parseLong(given);
  }
}
