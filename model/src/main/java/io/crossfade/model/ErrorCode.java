package io.crossfade.model;

/** What went wrong, and whose fault it is. The names are API: scripts and alerts match on them. */
public enum ErrorCode {
  MANIFEST_INVALID(Fault.USER),
  MANIFEST_CHANGED(Fault.USER),
  CONFIGURATION_INVALID(Fault.USER),
  MAPPING_INVALID(Fault.USER),
  MAPPING_NOT_REVERSIBLE(Fault.USER),
  SECRET_MISSING(Fault.USER),
  PREFLIGHT_FAILED(Fault.USER),
  TABLE_UNSUPPORTED(Fault.USER),
  NOT_ALLOWED_NOW(Fault.USER),
  MIGRATION_UNKNOWN(Fault.USER),
  ALREADY_RUNNING(Fault.USER),
  MIGRATION_ELSEWHERE(Fault.USER),
  CROSSFADE_TOO_OLD(Fault.USER),
  STORE_OUTDATED(Fault.USER),
  NOT_RUNNING(Fault.USER),
  CARRIED_ELSEWHERE(Fault.USER),
  CHANGED_MEANWHILE(Fault.USER),
  NOT_AUTHENTICATED(Fault.USER),
  NOT_PERMITTED(Fault.USER),
  GATE_REFUSED(Fault.USER),
  AWAITING_APPROVAL(Fault.USER),
  SPILL_FAILED(Fault.USER),
  INTENT_FAILED(Fault.USER),
  SOURCE_UNREACHABLE(Fault.SOURCE),
  SOURCE_REPLACED(Fault.SOURCE),
  SOURCE_LOG_LOST(Fault.SOURCE),
  SOURCE_SCHEMA_CHANGED(Fault.SOURCE),
  TARGET_UNREACHABLE(Fault.TARGET),
  TARGET_REPLACED(Fault.TARGET),
  TARGET_REFUSED_ROW(Fault.TARGET),
  TARGET_NOT_EMPTY(Fault.TARGET),
  DATABASE_FAILED(Fault.INTERNAL),
  SERVER_REPLACED(Fault.INTERNAL),
  SUPERSEDED(Fault.INTERNAL),
  DEADLINE_PASSED(Fault.INTERNAL),
  HELD_TOO_LONG(Fault.INTERNAL),
  MIRROR_BEHIND(Fault.INTERNAL),
  MIRROR_FAILED(Fault.INTERNAL),
  DRIFT_FOUND(Fault.TARGET),
  INTERNAL(Fault.INTERNAL);

  /** Whose fault an error is, thus who can mend it. */
  public enum Fault {
    USER,
    SOURCE,
    TARGET,
    INTERNAL
  }

  private final Fault fault;

  ErrorCode(Fault fault) {
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
