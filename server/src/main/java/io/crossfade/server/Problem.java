package io.crossfade.server;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Arrays;
import java.util.Map;

/// An error on the wire, in the form of RFC 9457.
///
/// @param title the error's code
/// @param detail what is wrong, where, and what to do
public record Problem(String title, int status, String detail, Map<String, String> fields) {
  static final String CONTENT_TYPE = "application/problem+json";

  static Problem of(CrossfadeException e) {
    return new Problem(
        e.code().name(), status(e.code()), String.valueOf(e.getMessage()), e.fields());
  }

  /// As it was thrown over there. A code that only a newer server knows becomes INTERNAL.
  public CrossfadeException exception() {
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(c -> c.name().equals(title))
            .findFirst()
            .orElse(ErrorCode.INTERNAL);
    return new CrossfadeException(code, detail, fields);
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case NOT_AUTHENTICATED -> 401;
      case NOT_PERMITTED -> 403;
      case MIGRATION_UNKNOWN -> 404;
      case NOT_ALLOWED_NOW,
          ALREADY_RUNNING,
          MIGRATION_ELSEWHERE,
          CROSSFADE_TOO_OLD,
          STORE_OUTDATED,
          GATE_REFUSED,
          AWAITING_APPROVAL ->
          409;
      case DEADLINE_PASSED, HELD_TOO_LONG -> 504;
      case CARRIED_ELSEWHERE -> 421;
      case CHANGED_MEANWHILE -> 412;
      case MANIFEST_INVALID,
          MANIFEST_CHANGED,
          CONFIGURATION_INVALID,
          MAPPING_INVALID,
          MAPPING_NOT_REVERSIBLE,
          SECRET_MISSING,
          PREFLIGHT_FAILED,
          TABLE_UNSUPPORTED,
          NOT_RUNNING,
          SPILL_FAILED,
          INTENT_FAILED ->
          422;
      case SOURCE_UNREACHABLE,
          SOURCE_REPLACED,
          SOURCE_LOG_LOST,
          SOURCE_SCHEMA_CHANGED,
          TARGET_UNREACHABLE,
          TARGET_REPLACED,
          TARGET_REFUSED_ROW,
          TARGET_NOT_EMPTY,
          SERVER_REPLACED,
          MIRROR_BEHIND,
          MIRROR_FAILED,
          DRIFT_FOUND ->
          502;
      case DATABASE_FAILED, SUPERSEDED, INTERNAL -> 500;
    };
  }
}
