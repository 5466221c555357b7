package io.crossfade.client.dual.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections of a process that ends at a given word to a database: before the server has heard it,
 * or after it has carried it out and before the answer came. From then on no word gets through, and
 * what was open is rolled back by the server.
 */
final class MortalDataSource implements DataSource {
  /** The process has ended. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Counts the words of one process to both databases. */
  static final class Life {
    private final boolean answerLost;
    private int left;

    Life(int words, boolean answerLost) {
      this.left = words;
      this.answerLost = answerLost;
    }
  }

  private static final List<String> WORDS =
      List.of("execute", "executeQuery", "executeUpdate", "commit");

  private final DataSource pool;
  private final Life life;

  MortalDataSource(DataSource pool, Life life) {
    this.pool = pool;
    this.life = life;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (life.left < 0) {
      throw new Killed();
    }
    return mortal(Connection.class, pool.getConnection());
  }

  private <T> T mortal(Class<T> type, Object of) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          boolean word = WORDS.contains(method.getName());
          if (word && (life.left < 0 || (life.left-- == 0 && !life.answerLost))) {
            throw new Killed();
          }
          try {
            Object result = method.invoke(of, arguments);
            if (word && life.left < 0) {
              throw new Killed();
            }
            return switch (method.getName()) {
              case "prepareStatement" -> mortal(PreparedStatement.class, result);
              case "createStatement" -> mortal(Statement.class, result);
              default -> result;
            };
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }
}
