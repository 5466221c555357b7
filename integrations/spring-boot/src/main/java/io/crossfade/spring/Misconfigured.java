package io.crossfade.spring;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error of a property: which, what is wrong with it, what to do. */
final class Misconfigured {
  /** The fields with what is wrong, and what to do. */
  static final String WHAT = "what";

  static final String ACTION = "action";

  private Misconfigured() {}

  static CrossfadeException property(String name, String what, String action) {
    return because(ErrorCode.CONFIGURATION_INVALID, name + " " + what, action, null);
  }

  static CrossfadeException because(
      ErrorCode code, String what, String action, @Nullable Throwable cause) {
    return new CrossfadeException(
        code, what + " " + action, Map.of(WHAT, what, ACTION, action), cause);
  }
}
