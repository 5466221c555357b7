package io.crossfade.mysql.session;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.mariadb.jdbc.Statement;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.socket.Reader;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.ClosableLock;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.message.ClientMessage;

/** A message and the reading of its answer: what we need of all that the driver offers for it. */
public interface Exchange extends ClientMessage {
  /**
   * Reads the whole answer.
   *
   * @param trace as the reader wants it
   */
  void read(Reader reader, Context context, ExceptionFactory exceptions, boolean trace)
      throws IOException, SQLException;

  @Override
  default Completion readPacket(
      Statement statement,
      int fetchSize,
      long maxRows,
      int resultSetConcurrency,
      int resultSetType,
      boolean closeOnCompletion,
      Reader reader,
      Writer writer,
      Context context,
      ExceptionFactory exceptions,
      ClosableLock lock,
      boolean trace,
      ClientMessage message,
      Consumer<String> redirect)
      throws IOException, SQLException {
    read(reader, context, exceptions, trace);
    return new Answered();
  }

  /** An answer that has been read to its end. */
  record Answered() implements Completion {}
}
