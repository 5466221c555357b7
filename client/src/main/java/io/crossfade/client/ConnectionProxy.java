package io.crossfade.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls of a {@link CrossfadeConnection}: what concerns transactions by the session,
 * the rest by the physical connection.
 */
final class ConnectionProxy implements InvocationHandler {
  private final Session session;

  private ConnectionProxy(Session session) {
    this.session = session;
  }

  static CrossfadeConnection of(Session session) {
    return (CrossfadeConnection)
        Proxy.newProxyInstance(
            CrossfadeConnection.class.getClassLoader(),
            new Class<?>[] {CrossfadeConnection.class},
            new ConnectionProxy(session));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Call call = Call.of(method, arguments);
    return switch (method.getName()) {
      case "createStatement", "prepareStatement", "prepareCall" ->
          StatementProxy.of(session, (Connection) proxy, call);
      case "commit" -> done(session::commit);
      case "rollback" ->
          call.arguments().length == 0
              ? done(session::rollback)
              : session.within(call::onConnection);
      case "setSavepoint", "releaseSavepoint" -> session.within(call::onConnection);
      case "close" -> done(session::close);
      case "isClosed" -> session.closed();
      case "abort" -> done(() -> abort(call));
      case "isValid" -> valid(call);
      case "side" -> session.side();
      case "setAutoCommit" -> done(() -> session.setAutoCommit(call.flag()));
      case "getAutoCommit" -> session.settings().autoCommit();
      case "setReadOnly" -> done(() -> session.setReadOnly(call.flag()));
      case "isReadOnly" -> session.settings().readOnly();
      case "setTransactionIsolation",
          "setSchema",
          "setCatalog",
          "setHoldability",
          "setNetworkTimeout",
          "setTypeMap",
          "setClientInfo" ->
          done(() -> session.set(call));
      case "getTransactionIsolation",
          "getSchema",
          "getCatalog",
          "getHoldability",
          "getNetworkTimeout" ->
          setting(call);
      case "getWarnings", "clearWarnings" -> warnings(call);
      case "nativeSQL", "getClientInfo", "getTypeMap" -> session.ask(call::onConnection);
      case "beginRequest", "endRequest" -> null;
      case "unwrap" -> call.wants(proxy) ? proxy : session.forward(call::onConnection);
      case "isWrapperFor" ->
          call.wants(proxy) || (boolean) nonNull(session.ask(call::onConnection));
      case "equals" -> call.isAbout(proxy);
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" ->
          "CrossfadeConnection@" + Integer.toHexString(System.identityHashCode(proxy));
      default -> session.forward(call::onConnection);
    };
  }

  /** Something without a result. */
  private interface Action {
    void run() throws SQLException;
  }

  private static @Nullable Object done(Action action) throws SQLException {
    action.run();
    return null;
  }

  private static Object nonNull(@Nullable Object answer) throws SQLException {
    if (answer == null) {
      throw new SQLException("The driver gave no answer.", "0A000");
    }
    return answer;
  }

  /** What the application has set, or else what the physical connection has. */
  private @Nullable Object setting(Call getter) throws SQLException {
    Object set = session.settings().remembered("set" + getter.name().substring("get".length()));
    return set == null ? session.ask(getter::onConnection) : set;
  }

  /** Does not begin anything, so that a pool's check of its connections never waits at a hold. */
  private boolean valid(Call call) throws SQLException {
    Attachment attachment = session.attachment();
    return !session.closed()
        && (attachment == null || (boolean) nonNull(call.on(attachment.connection())));
  }

  /**
   * Those of a physical connection that is here. Pools clear them when a connection comes back: one
   * that began a transaction would be in flight as long as it is idle.
   */
  private @Nullable Object warnings(Call call) throws SQLException {
    session.checkOpen();
    Attachment attachment = session.attachment();
    return attachment == null ? null : call.on(attachment.connection());
  }

  private void abort(Call call) throws SQLException {
    Attachment attachment = session.attachment();
    if (attachment != null) {
      attachment.connection().abort((Executor) nonNull(call.arguments()[0]));
    }
    session.close();
  }
}
