package io.crossfade.cli;

import io.crossfade.engine.Decision;
import io.crossfade.model.ErrorCode;

/// What a script learns from a command. The numbers are API.
public enum ExitCode {
  OK(0),
  FAILED(1),
  USAGE(2),
  GATE_REFUSED(3),
  AWAITING_APPROVAL(4),
  ROLLED_BACK(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// Of a switch towards the target.
  static ExitCode of(Decision decision) {
    return decision == Decision.FLIP ? OK : ROLLED_BACK;
  }

  static ExitCode of(ErrorCode error) {
    return switch (error) {
      case GATE_REFUSED -> GATE_REFUSED;
      case AWAITING_APPROVAL -> AWAITING_APPROVAL;
      case MANIFEST_INVALID,
          MANIFEST_CHANGED,
          CONFIGURATION_INVALID,
          MAPPING_INVALID,
          MAPPING_NOT_REVERSIBLE,
          SECRET_MISSING,
          PREFLIGHT_FAILED,
          TABLE_UNSUPPORTED,
          NOT_ALLOWED_NOW,
          MIGRATION_UNKNOWN,
          ALREADY_RUNNING,
          MIGRATION_ELSEWHERE,
          CROSSFADE_TOO_OLD,
          STORE_OUTDATED,
          NOT_RUNNING,
          CARRIED_ELSEWHERE,
          CHANGED_MEANWHILE,
          NOT_AUTHENTICATED,
          NOT_PERMITTED,
          SPILL_FAILED,
          INTENT_FAILED,
          SOURCE_UNREACHABLE,
          SOURCE_REPLACED,
          SOURCE_LOG_LOST,
          SOURCE_SCHEMA_CHANGED,
          TARGET_UNREACHABLE,
          TARGET_REPLACED,
          TARGET_REFUSED_ROW,
          TARGET_NOT_EMPTY,
          DATABASE_FAILED,
          SERVER_REPLACED,
          SUPERSEDED,
          DEADLINE_PASSED,
          HELD_TOO_LONG,
          MIRROR_BEHIND,
          MIRROR_FAILED,
          DRIFT_FOUND,
          INTERNAL ->
          FAILED;
    };
  }
}
