package io.crossfade.connector;

/** Something that a look before the migration has found: how bad, what, where, what mends it. */
public record Finding(Severity severity, String what, String where, String mend) {

  /** In the order in which a person should read them. */
  public enum Severity {
    /** Nothing begins before it is mended. */
    STOPS,
    /** It begins, and may be slow, fail later, or lose its way back. */
    WARNS,
    /** Good to know. */
    NOTE
  }

  public static Finding stops(Problem problem) {
    return new Finding(Severity.STOPS, problem.what(), problem.where(), problem.mend());
  }

  public static Finding warns(String what, String where, String mend) {
    return new Finding(Severity.WARNS, what, where, mend);
  }

  public Problem problem() {
    return new Problem(what, where, mend);
  }

  @Override
  public String toString() {
    return problem().toString();
  }
}
