package io.crossfade.postgresql.fence;

/** Our triggers' names: one of a kind for each migration on a table. */
public final class TriggerNames {
  private static final int LONGEST = 60;
  private static final int KEPT = 50;

  private TriggerNames() {}

  /** The tilde makes it the last of its kind, so that it sees what other triggers have done too. */
  public static String of(String kind, String migration) {
    String name = "~crossfade_" + kind + "_" + migration;
    return name.length() <= LONGEST
        ? name
        : name.substring(0, KEPT) + "_" + Integer.toHexString(migration.hashCode());
  }
}
