package io.crossfade.client;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A call of a JDBC method, kept so that it can be made again on another object. */
record Call(Method method, @Nullable Object[] arguments) {
  private static final Object[] NO_ARGUMENTS = {};

  static Call of(Method method, @Nullable Object @Nullable [] arguments) {
    return new Call(method, arguments == null ? NO_ARGUMENTS : arguments);
  }

  String name() {
    return method.getName();
  }

  @Nullable Object on(Object receiver) throws SQLException {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw rethrown(e);
    } catch (IllegalAccessException e) {
      throw new SQLException("The driver does not let " + method + " be called.", "0A000", e);
    }
  }

  @Nullable Object onConnection(Attachment attachment) throws SQLException {
    return on(attachment.connection());
  }

  /** The one argument of a setter. */
  boolean flag() {
    return Boolean.TRUE.equals(arguments[0]);
  }

  /** Whether {@code equals} asks for the proxy itself. */
  @SuppressWarnings("ReferenceEquality") // a proxy equals nothing but itself
  boolean isAbout(Object proxy) {
    return arguments[0] == proxy;
  }

  /** Whether {@code unwrap} and {@code isWrapperFor} ask for what the proxy itself is. */
  boolean wants(Object proxy) {
    return arguments[0] instanceof Class<?> type && type.isInstance(proxy);
  }

  /**
   * Whether a value was made by one connection, or can be read only once, so that it is of no use
   * to another.
   */
  boolean bindsToOneConnection() {
    for (Object argument : arguments) {
      if (argument instanceof InputStream
          || argument instanceof Reader
          || argument instanceof java.sql.Array
          || argument instanceof java.sql.Blob
          || argument instanceof java.sql.Clob
          || argument instanceof java.sql.SQLXML
          || argument instanceof java.sql.Struct
          || argument instanceof java.sql.Ref
          || argument instanceof java.sql.RowId) {
        return true;
      }
    }
    return false;
  }

  private static SQLException rethrown(InvocationTargetException e) {
    Throwable cause = e.getCause();
    if (cause instanceof SQLException thrown) {
      return thrown;
    }
    if (cause instanceof RuntimeException thrown) {
      throw thrown;
    }
    if (cause instanceof Error thrown) {
      throw thrown;
    }
    return new SQLException("The driver failed: " + cause, e);
  }
}
