package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.mysql.schema.Described;
import io.crossfade.mysql.session.OwnTransaction;
import io.crossfade.mysql.session.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Triggers fire for the rows that we write, too, and no session can switch them off: what they do
 * was done on the other side already, and comes from there. Both sides are written, each by the
 * stream from the other one.
 */
final class UserTriggers implements Check {
  private static final String OURS = "crossfade";

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    new Described(asked.connection())
        .each(
            "TRIGGER_NAME, ACTION_STATEMENT",
            "TRIGGERS WHERE {} ORDER BY TRIGGER_NAME",
            "EVENT_OBJECT_SCHEMA",
            "EVENT_OBJECT_TABLE",
            (table, row) -> {
              String trigger = row.getString(3);
              boolean looks = String.valueOf(row.getString(4)).contains(OwnTransaction.PASS);
              if (asked.table(table).isPresent() && !trigger.startsWith(OURS) && !looks) {
                found.add(
                    Finding.stops(
                        new Problem(
                            "its trigger %s would act a second time, on the rows that Crossfade writes"
                                .formatted(trigger),
                            table.toString(),
                            "let it do nothing IF %s IS NOT NULL, or DROP TRIGGER %s.%s"
                                .formatted(
                                    OwnTransaction.PASS,
                                    Sql.quote(table.schema()),
                                    Sql.quote(trigger)))));
              }
            });
    return found;
  }
}
