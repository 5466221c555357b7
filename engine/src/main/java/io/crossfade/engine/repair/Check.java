package io.crossfade.engine.repair;

import java.util.List;

/// One kind of thing that a half-done step may leave behind.
public interface Check {
  /// What is there and should not be, or is missing. Changes nothing.
  List<Damage> look();

  /// Mends it, where it can be mended, and returns what was done.
  String mend(Damage damage);

  /// Whether nothing that comes after it can be judged before all of it is mended.
  default boolean isNeededByOthers() {
    return false;
  }

  /// @param what is wrong
  /// @param where the database, the route, the store or the file
  /// @param remedy what mending would do, or what a person has to do
  /// @param mendable whether we can
  record Damage(String what, String where, String remedy, boolean mendable) {
    public static Damage of(String what, String where, String remedy) {
      return new Damage(what, where, remedy, true);
    }

    public static Damage forAPerson(String what, String where, String remedy) {
      return new Damage(what, where, remedy, false);
    }
  }
}
