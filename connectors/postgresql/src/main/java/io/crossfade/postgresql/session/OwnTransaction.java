package io.crossfade.postgresql.session;

import io.crossfade.model.Mark;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What every transaction of ours that writes rows begins with: the pass, which lets it through our
 * fence, and the mark, by which the opposite stream knows it. The mark is a logical message: it
 * needs no row, thus no lock that transactions would queue for.
 */
public final class OwnTransaction {
  /** What all messages of ours in the log begin with. */
  public static final String PREFIX = "crossfade";

  /** Two expressions, two parameters: the migration and the mark's text. */
  public static final String PASS_AND_MARK =
      "pg_catalog.set_config('crossfade.pass', ?, true),"
          + " pg_catalog.pg_logical_emit_message(true, '"
          + PREFIX
          + "', ?)";

  /**
   * How sessions that write rows are set up: no trigger of the user's may act on a row a second
   * time. Where a cloud keeps that right to itself, preflight has let us begin only because there
   * are none.
   */
  public static final String WRITING_SESSION =
      "DO $$ BEGIN SET session_replication_role = replica;"
          + " EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

  private OwnTransaction() {}

  public static String text(Mark mark) {
    return mark.migration() + "/" + mark.direction();
  }

  /** To be called first in a transaction. */
  public static void begin(Connection connection, Mark mark) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + PASS_AND_MARK)) {
      statement.setString(1, mark.migration());
      statement.setString(2, text(mark));
      statement.executeQuery().close();
    }
  }
}
