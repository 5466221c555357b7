package io.crossfade.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement that outlives its physical one: when its connection has moved, it is made again
 * there, with all that was set. So autoCommit needs no second thought although each execution may
 * run elsewhere.
 */
final class StatementProxy implements InvocationHandler {
  private final Session session;
  private final Connection connection;
  private final Call factory;
  private final Recording recording = new Recording();

  private @Nullable Attachment attachment;
  private volatile @Nullable Statement physical;
  private boolean closed;

  private StatementProxy(Session session, Connection connection, Call factory) {
    this.session = session;
    this.connection = connection;
    this.factory = factory;
  }

  /**
   * @param factory the call on a connection that makes such a statement
   */
  static Statement of(Session session, Connection connection, Call factory) throws SQLException {
    session.statementOpened();
    Class<?> type =
        switch (factory.name()) {
          case "prepareStatement" -> PreparedStatement.class;
          case "prepareCall" -> CallableStatement.class;
          default -> Statement.class;
        };
    return (Statement)
        Proxy.newProxyInstance(
            StatementProxy.class.getClassLoader(),
            new Class<?>[] {type},
            new StatementProxy(session, connection, factory));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Call call = Call.of(method, arguments);
    return switch (method.getName()) {
      case "close" -> close();
      case "isClosed" -> closed;
      case "cancel" -> cancel(call);
      case "getConnection" -> connection;
      case "unwrap" -> call.wants(proxy) ? proxy : answer(call);
      case "isWrapperFor" -> call.wants(proxy) || Boolean.TRUE.equals(answer(call));
      case "equals" -> call.isAbout(proxy);
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" ->
          String.valueOf(factory.arguments().length == 0 ? "statement" : factory.arguments()[0]);
      default -> answer(call);
    };
  }

  private @Nullable Object answer(Call call) throws SQLException {
    if (closed) {
      throw new SQLException("This statement is closed.", "55000");
    }
    if (call.name().startsWith("execute")) {
      return execute(call);
    }
    if (call.name().endsWith("Warnings")) {
      Statement live = live();
      return live == null ? null : call.on(live);
    }
    if (Recording.records(call)) {
      return record(call);
    }
    Attachment at = session.settings().autoCommit() ? session.attached() : session.begin();
    return call.on(on(at));
  }

  private @Nullable Object execute(Call call) throws SQLException {
    return session.run(at -> {
      Statement statement = on(at);
      try {
        return call.on(statement);
      } finally {
        // Only now: a batch that waited in vain at a hold is still to be executed.
        if (call.name().endsWith("Batch")) {
          recording.batchExecuted();
        }
      }
    });
  }

  private @Nullable Object record(Call call) throws SQLException {
    Statement live = live();
    if (call.bindsToOneConnection()) {
      recording.remove(call);
      live = on(session.settings().autoCommit() ? session.attached() : session.begin());
    }
    Object result = live == null ? null : call.on(live);
    recording.add(call);
    return result;
  }

  /** The physical statement, if its connection still serves this session. */
  private @Nullable Statement live() {
    return attachment != null && attachment == session.attachment() ? physical : null;
  }

  private Statement on(Attachment at) throws SQLException {
    Statement live = at == attachment ? physical : null;
    if (live != null) {
      return live;
    }
    Statement made = (Statement) factory.on(at.connection());
    if (made == null) {
      throw new SQLException("The driver made no statement.", "0A000");
    }
    recording.replayOn(made);
    attachment = at;
    physical = made;
    return made;
  }

  private @Nullable Object close() throws SQLException {
    if (closed) {
      return null;
    }
    closed = true;
    try {
      Statement live = live();
      if (live != null) {
        live.close();
      }
      return null;
    } finally {
      session.statementClosed();
    }
  }

  /** May come from another thread, while the statement is being executed. */
  private @Nullable Object cancel(Call call) throws SQLException {
    Statement running = physical;
    return running == null ? null : call.on(running);
  }
}
